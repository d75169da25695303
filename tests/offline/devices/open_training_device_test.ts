import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { Graph, matmul } from "../../../core/graph/mod.ts";
import { Tuning } from "../../../executors/webgpu/compiled/tuning.ts";
import { openTrainingDevice } from "../../../offline/devices/open_training_device.ts";
import { gpuTest } from "../../support/adapter.ts";

/** A graphics card whose device cannot be had. */
const BROKEN_CARD = {
  info: { description: "ACME 3D" },
  limits: {},
  requestDevice: () => Promise.reject(new Error("out of memory")),
} as unknown as GPUAdapter;

const findBroken = () => Promise.resolve([BROKEN_CARD]);

Deno.test("openTrainingDevice() opens the processor, which computes", async () => {
  const { backend, name, description, close } = await openTrainingDevice({
    device: "cpu",
    threads: 2,
  });
  assertMatch(name, /^processor \(.*2 threads\)$/);
  assertEquals([backend.name, description], [
    name,
    "the processor (2 threads): chosen by --device",
  ]);
  const graph = new Graph();
  const square = graph.parameter("a", [2, 2], () => new Float32Array(4));
  const y = matmul(square, square);
  const fixed = backend.fix(graph, new Map([["a", Float32Array.of(1, 2, 3, 4)]]));
  const computed = await fixed.compute(new Map([["y", y]]), new Map());
  assertEquals([...computed.get("y")!], [7, 10, 15, 22]);
  fixed.close();
  close();
});

Deno.test("openTrainingDevice() auto takes the processor where there is no graphics card", async () => {
  const { isProcessor, description } = await openTrainingDevice(
    { threads: 1 },
    () => Promise.resolve([]),
  );
  assertEquals(isProcessor, true);
  assertEquals(description, "the processor (1 thread): no graphics card was found");
});

Deno.test("openTrainingDevice() auto takes the processor where the graphics card fails, and says so", async () => {
  const { isProcessor, description } = await openTrainingDevice({ threads: 1 }, findBroken);
  assertEquals(isProcessor, true);
  assertStringIncludes(description, "ACME 3D cannot be opened: out of memory");
});

Deno.test("openTrainingDevice() throws where the graphics card fails that was named", async () => {
  await assertRejects(() => openTrainingDevice({ device: "acme" }, findBroken), Error, "out of");
});

gpuTest("openTrainingDevice() opens an adapter by name, tuned", async ({ name }) => {
  let tuned = "";
  const { backend, isProcessor, description, close } = await openTrainingDevice({
    device: name,
    tune: (device) => {
      tuned = device.name;
      return Promise.resolve(new Tuning(new Map([["tiling conv2d", "workgroup"]])));
    },
  });
  assertEquals([isProcessor, tuned, backend.name], [false, name, name]);
  assertEquals([...backend.choices], [["tiling conv2d", "workgroup"]]);
  assertEquals(description, `${name}: chosen by --device`);
  close();
});
