import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { add, Graph, matmul, relu, scale } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { type Device, DeviceLostError } from "../../../../executors/webgpu/device.ts";
import { compileGraph } from "../../../../executors/webgpu/compiled/compile.ts";
import { Parameters } from "../../../../executors/webgpu/compiled/parameters.ts";
import type { CompiledGraph } from "../../../../executors/webgpu/compiled/compiled_graph.ts";
import { gpuTest } from "../../../support/adapter.ts";

async function doubling(device: Device): Promise<CompiledGraph> {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const outputs = new Map([["double", scale(x, { factor: 2 })], ["negative", relu(x)]]);
  const parameters = Parameters.create(device.gpu, graph, new Random(1));
  return await compileGraph(device, { graph, parameters, outputs });
}

gpuTest("CompiledGraph.run() is replayed with other values", async (device) => {
  const compiled = await doubling(device);
  for (const x of [1, -2, 3]) {
    compiled.run(new Map([["x", Float32Array.of(x, x, x)]]));
    assertEquals(
      (await compiled.read(["double"])).get("double"),
      Float32Array.of(2 * x, 2 * x, 2 * x),
    );
  }
});

gpuTest("CompiledGraph.read() reads the run before it, whatever runs follow", async (device) => {
  const compiled = await doubling(device);
  const reads = Array.from({ length: 5 }, (_, x) => {
    compiled.run(new Map([["x", Float32Array.of(x, 0, -x)]]));
    return compiled.read();
  });
  for (const [x, read] of reads.entries()) {
    const values = await read;
    assertEquals([...values.get("double")!], [2 * x, 0, -2 * x]);
    assertEquals([...values.get("negative")!], [x, 0, 0]);
  }
});

gpuTest(
  "CompiledGraph.run() and read() refuse what the compiled graph does not have",
  async (device) => {
    const compiled = await doubling(device);
    assertThrows(
      () => compiled.run(),
      TypeError,
      'Cannot feed "x": expected 3 values, got none',
    );
    assertThrows(
      () => compiled.run(new Map([["x", new Float32Array(2)]])),
      TypeError,
      'Cannot feed "x": expected 3 values, got 2',
    );
    await assertRejects(
      () => compiled.read(["half"]),
      RangeError,
      'Cannot read "half": expected an output of the compiled graph, got none of that name',
    );
  },
);

gpuTest("CompiledGraph.run() changes no memory but its own, run after run", async (device) => {
  const graph = new Graph();
  const x = graph.input("x", [16, 16]);
  const weight = graph.parameter(
    "weight",
    [16, 16],
    ([rows]) => new Float32Array(rows * 16).fill(0.1),
  );
  let y = matmul(x, weight);
  for (let i = 0; i < 4; i++) y = add(matmul(relu(y), weight), y);
  const parameters = Parameters.create(device.gpu, graph, new Random(1));
  const outputs = new Map([["y", y]]);
  const compiled = await compileGraph(device, { graph, parameters, outputs });
  const feeds = new Map([["x", new Float32Array(256).fill(0.5)]]);
  compiled.run(feeds);
  const first = (await compiled.read()).get("y");
  compiled.run(feeds);
  assertEquals((await compiled.read()).get("y"), first);
  assertEquals(
    (await parameters.read()).get("weight"),
    new Float32Array(256).fill(Math.fround(0.1)),
  );
});

gpuTest("Device.explain() turns a failed read into the loss of the device", async (device) => {
  const compiled = await doubling(device);
  device.gpu.destroy();
  compiled.run(new Map([["x", new Float32Array(3)]]));
  const failure = await assertRejects(() => compiled.read(), DOMException);
  const explained = await device.explain(failure);
  assertEquals(explained instanceof DeviceLostError, true);
  await assertRejects(() => device.check(), DeviceLostError);
  device.check = () => Promise.resolve(); // what gpuTest() looks at when the test ends
});
