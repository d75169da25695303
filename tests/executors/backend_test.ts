import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { Graph, mul, reduceSum, sub } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import type { TrainingBackend } from "../../training/backend.ts";
import { backendTest } from "../support/backends.ts";

const OPTIMISER = {
  ...{ rate: 0.25, beta1: 0.5, beta2: 0.5, epsilon: 1e-3 },
  ...{ weightDecay: 0, clip: 0, averageDecay: 0.75 },
};

const START = Float32Array.of(1, 2, 3);

/** `y = w x`, and the loss `Σ (y - 1)²`. */
function line() {
  const graph = new Graph();
  const x = graph.input("x", [3]);
  const weight = graph.parameter("w", [3], () => START.slice());
  const y = mul(weight, x);
  const gap = sub(y, graph.constant(Float32Array.of(1), []));
  const loss = reduceSum(mul(gap, gap), { axes: [0], keepDims: false });
  return { graph, y: new Map([["y", y]]), loss };
}

async function compile(backend: TrainingBackend) {
  const { graph, y, loss } = line();
  const step = await backend.compile({
    ...{ graph, loss, outputs: new Map([["loss", loss]]) },
    ...{ optimiser: OPTIMISER, random: new Random(1) },
  });
  let steps = 0;
  const queue = (...x: number[]) =>
    step.step(new Map([["x", Float32Array.from(x)]]), { step: steps++, scale: 1 });
  return { graph, y, step, queue };
}

const X = new Map([["x", Float32Array.of(1, 10, 100)]]);

backendTest("compute() of a step is of the averaged weights", async (backend) => {
  const { graph, y, step, queue } = await compile(backend);
  for (let i = 0; i < 3; i++) queue(1, -1, 2);
  const averaged = await step.averaged();
  assertNotEquals(averaged, (await step.state()).parameters);
  const fixed = backend.fix(graph, averaged);
  assertEquals(await step.compute(y, X), await fixed.compute(y, X));
});

backendTest(
  "read() gives the outputs of the last step queued, whatever follows",
  async (backend) => {
    const { step, queue } = await compile(backend);
    queue(1, 1, 1);
    const first = step.read();
    queue(3, 3, 3);
    const second = step.read();
    queue(5, 5, 5);
    assertEquals((await first).values.get("loss"), 0 + 1 + 4);
    assertNotEquals((await second).values.get("loss"), (await step.read()).values.get("loss"));
  },
);

backendTest("state() is after all steps queued", async (backend) => {
  const { step, queue } = await compile(backend);
  queue(1, 1, 1);
  queue(2, 2, 2);
  const state = await step.state();
  const { step: other, queue: queueOther } = await compile(backend);
  queueOther(1, 1, 1);
  await other.read();
  queueOther(2, 2, 2);
  await other.read();
  assertEquals(await other.state(), state);
  assertNotEquals(state.parameters.get("w"), START);
});

backendTest("adopt() sets weights and their average", async (backend) => {
  const { y, step, queue } = await compile(backend);
  queue(1, 1, 1);
  const adopted = new Map([["w", Float32Array.of(4, 5, 6)]]);
  step.adopt(adopted);
  assertEquals(await step.averaged(), adopted);
  assertEquals((await step.state()).parameters, adopted);
  assertEquals([...(await step.compute(y, X)).get("y")!], [4, 50, 600]);
});

backendTest("fix() refuses a graph without some weight, or with another's", (backend) => {
  const { graph } = line();
  assertThrows(
    () => backend.fix(graph, new Map()),
    RangeError,
    'Cannot set parameter "w": expected values, got none',
  );
  assertThrows(
    () => backend.fix(graph, new Map([["w", new Float32Array(2)]])),
    RangeError,
    'Cannot set parameter "w": expected 3 values, got 2',
  );
});

backendTest("a compiled step refuses an input of another size", async (backend) => {
  const { queue } = await compile(backend);
  assertThrows(() => queue(1, 2), TypeError, 'Cannot feed "x": expected 3 values, got 2');
});
