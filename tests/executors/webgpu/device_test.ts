import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import {
  AdapterError,
  adapterName,
  DeviceLostError,
  findAdapter,
  isSoftwareAdapter,
  listAdapters,
  openDevice,
} from "../../../executors/webgpu/device.ts";
import { gpuTest } from "../../support/adapter.ts";

gpuTest("listAdapters() lists each adapter once, by name", async () => {
  const names = (await listAdapters()).map(adapterName);
  assert(names.length > 0);
  assertEquals(new Set(names).size, names.length);
  assertEquals(names.includes(""), false);
});

gpuTest(
  "openDevice() opens the first adapter, one by number or by part of its name",
  async ({ name }) => {
    for (const wanted of ["0", name, name.slice(1, -1).toUpperCase()]) {
      const device = await openDevice(wanted);
      assertEquals(device.name, name);
      device.close();
    }
  },
);

gpuTest(
  "openDevice() refuses an adapter that is not there and names those that are",
  async ({ name }) => {
    const error = await assertRejects(() => openDevice("Voodoo 2"), AdapterError);
    assert(
      error.message.startsWith("Cannot open a device: expected one of the adapters "),
    );
    assert(error.message.includes(`0 "${name}"`));
    await assertRejects(() => openDevice("99"), AdapterError);
  },
);

Deno.test("findAdapter() takes a number, else the first name that holds the text", () => {
  const names = ["NVIDIA GeForce RTX 4090", "AMD Radeon 780M"];
  assertEquals(["1", "rtx", "4090", "m"].map((it) => findAdapter(names, it)), [1, 0, 0, 1]);
  assertEquals(["2", "Voodoo 2", "-1"].map((it) => findAdapter(names, it)), [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("isSoftwareAdapter() knows fallback adapters and the software drivers by name", () => {
  const adapter = (description: string, isFallbackAdapter = false) =>
    isSoftwareAdapter({ info: { description, isFallbackAdapter } as unknown as GPUAdapterInfo });
  const software = [
    "llvmpipe (LLVM 15.0.6, 256 bits)",
    "SwiftShader Device (LLVM 10.0.0)",
    "Microsoft Basic Render Driver",
  ];
  assertEquals(software.map((it) => adapter(it)), [true, true, true]);
  assertEquals([adapter("Some CPU device", true), adapter("NVIDIA L4")], [true, false]);
});

gpuTest("Device knows the subgroups of a software adapter", ({ subgroupSize, software }) => {
  if (software) assert([4, 8, 16, 32].includes(subgroupSize), `size ${subgroupSize}`);
});

gpuTest("Device.check() throws what WebGPU reported and nothing else did", async () => {
  const device = await openDevice();
  await device.check();
  device.gpu.createBuffer({ size: 4, usage: 0 });
  await device.gpu.queue.onSubmittedWorkDone();
  await assertRejects(() => device.check(), Error, `Cannot use ${device.name}: `);
  device.close();
});

gpuTest("Device.explain() gives the loss of a lost device, with a hint", async () => {
  const device = await openDevice();
  device.gpu.destroy();
  const failure = new DOMException("validation error", "OperationError");
  const error = await device.explain(failure);
  assert(error instanceof DeviceLostError);
  assert(
    error.message.startsWith(`Cannot go on: expected device ${device.name}, got its loss (`),
  );
  assertEquals(error.hint, "`--resume` goes on from the last checkpoint");
  await assertRejects(() => device.check(), DeviceLostError);
});

gpuTest("Device.explain() gives back a failure that is not a loss", async (device) => {
  const failure = new DOMException("validation error", "OperationError");
  assertStrictEquals(await device.explain(failure), failure);
});

gpuTest("Device.close() is no loss", async () => {
  const device = await openDevice();
  device.close();
  await device.gpu.lost;
  await device.check();
});
