import { assertEquals, assertThrows } from "@std/assert";
import { Graph, reduceSum, square, zeros } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import { Adam } from "../../../../executors/webgpu/optimiser/adam.ts";
import { Parameters } from "../../../../executors/webgpu/compiled/parameters.ts";
import { compileTrainingStep } from "../../../../executors/webgpu/compiled/training_step.ts";
import type { Device } from "../../../../executors/webgpu/device.ts";
import { gpuTest } from "../../../support/adapter.ts";

const WORDS = 9;
const OPTIONS = {
  ...{ rate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  ...{ weightDecay: 0.5, clip: 0, averageDecay: 0.5 },
};

function open({ gpu }: Device) {
  const graph = new Graph();
  const vector = graph.parameter("vector", [WORDS], () => new Float32Array(WORDS).fill(1));
  graph.parameter("other", [3, 3], zeros);
  const parameters = Parameters.create(gpu, graph, new Random(7));
  const loss = reduceSum(square(vector), { axes: [0] });
  return { graph, parameters, loss, optimizer: new Adam(parameters, OPTIONS) };
}

gpuTest("Adam leaves the padding of its arenas alone", async (device) => {
  const { graph, parameters, loss, optimizer } = open(device);
  const compiled = await compileTrainingStep(device, {
    ...{ graph, loss, parameters, optimizer, outputs: new Map() },
  });
  for (let step = 0; step < 3; step++) {
    optimizer.prepare(step, 1);
    compiled.run();
  }
  const { mean, square, average } = await optimizer.read();
  const { offset } = parameters.layout.slots.get("vector")!;
  for (const arena of [mean, square, average]) {
    assertEquals(arena[offset] !== 0, true);
    assertEquals(arena.slice(offset + WORDS).every((x) => x === 0), true);
  }
});

gpuTest("Adam.restore() refuses the state of another model", async (device) => {
  const { optimizer } = open(device);
  const state = await optimizer.read();
  assertThrows(
    () => optimizer.restore({ ...state, square: new Float32Array(3) }),
    RangeError,
    'Cannot restore optimiser state "square": expected 128 values, got 3',
  );
});
