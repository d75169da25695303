import {
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { add, Graph, mul, reduceSum, scale } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import type { AdamOptions } from "../../executors/storage/adam_options.ts";
import type { CompiledStep, TrainingBackend } from "../../training/backend.ts";
import { backendTest } from "../support/backends.ts";
import { adamRef, type AdamRefState, startAdamRef } from "./adam_ref.ts";

const OPTIONS: AdamOptions = {
  rate: 0.05,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  clip: 0,
  averageDecay: 0.5,
};

/** A matrix, which decays, then a vector, which does not. */
const MATRIX = 5 * 7;
const WORDS = MATRIX + 9;

/** L = Σ g w: the gradient of the weights is what is fed as g. A state doubles at every step. */
class Problem {
  private constructor(readonly compiled: CompiledStep) {}

  static async create(
    backend: TrainingBackend,
    options: Partial<AdamOptions> = {},
  ): Promise<Problem> {
    const graph = new Graph();
    const term = (name: string, shape: readonly number[]) => {
      const weight = graph.parameter(
        name,
        shape,
        ([a, b = 1], random) => Float32Array.from({ length: a * b }, () => random.normal()),
      );
      const product = mul(weight, graph.input(`g ${name}`, shape));
      return reduceSum(product, { axes: shape.map((_, axis) => axis) });
    };
    const loss = add(term("matrix", [5, 7]), term("vector", [9]));
    const one = () => Float32Array.of(1);
    const state = graph.parameter("state", [1], one, { trainable: false });
    graph.assign(state, scale(state, { factor: 2 }));
    const compiled = await backend.compile({
      ...{ graph, loss, outputs: new Map([["loss", loss]]), random: new Random(7) },
      optimiser: { ...OPTIONS, ...options },
    });
    return new Problem(compiled);
  }

  /** One step. @returns The norm, and whether all was finite. */
  async step(
    step: number,
    gradient: readonly number[],
    scale = 1,
  ): Promise<{ norm: number; finite: boolean }> {
    const feeds = new Map([
      ["g matrix", Float32Array.from(gradient.slice(0, MATRIX))],
      ["g vector", Float32Array.from(gradient.slice(MATRIX))],
    ]);
    this.compiled.step(feeds, { step, scale });
    const { values, finite } = await this.compiled.read();
    return { norm: values.get("norm")!, finite };
  }

  /** Weights and optimiser state, matrix then vector, and the state that the graph assigns. */
  async read(): Promise<AdamRefState & { state: number[] }> {
    const { parameters, optimiser } = await this.compiled.state();
    const both = (
      values: ReadonlyMap<string, Float32Array>,
    ) => [...values.get("matrix")!, ...values.get("vector")!];
    return {
      weights: both(parameters),
      mean: both(optimiser.mean),
      square: both(optimiser.square),
      average: both(optimiser.average),
      state: [...parameters.get("state")!],
    };
  }
}

/** Gradients of very different sizes, some elements zero. */
function gradientAt(step: number): number[] {
  const random = new Random(3, step);
  const size = 10 ** (random.integer(7) - 4);
  return Array.from(
    { length: WORDS },
    (_, i) => i % 11 === 5 ? 0 : Math.fround(size * random.normal()),
  );
}

const KINDS: Readonly<Record<string, Partial<AdamOptions>>> = {
  "Adam": {},
  "AdamW with clipping": { weightDecay: 0.3, clip: 0.5, averageDecay: 0.999 },
  "Adam with an epsilon that counts": { epsilon: 0.1, beta1: 0.5, beta2: 0.9 },
};

for (const [name, options] of Object.entries(KINDS)) {
  backendTest(`Adam does ten steps of ${name} as the oracle in f64`, async (backend) => {
    const problem = await Problem.create(backend, options);
    let expected = startAdamRef((await problem.read()).weights);
    for (let step = 0; step < 10; step++) {
      const scheduled = (step + 1) / 10;
      const gradient = gradientAt(step);
      const { norm, finite } = await problem.step(step, gradient, scheduled);
      expected = adamRef(expected, gradient, {
        ...{ step, scale: scheduled, decays: (i: number) => i < MATRIX },
        options: { ...OPTIONS, ...options },
      });
      const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
      assertAlmostEquals(norm, length, 1e-5 * length);
      assertEquals(finite, true);
    }
    const actual = await problem.read();
    for (const arena of ["weights", "mean", "square", "average"] as const) {
      // β₂ as f32 leaves 1 - β₂ off by 1.3e-5.
      const largest = Math.max(...expected[arena].map(Math.abs));
      const gaps = expected[arena].map((value, i) => Math.abs(value - actual[arena][i]));
      assertLess(Math.max(...gaps) / largest, 2e-5, arena);
    }
    assertEquals(actual.state, [1024]);
  });
}

backendTest("Adam decays matrices only", async (backend) => {
  const problem = await Problem.create(backend, { weightDecay: 0.5, rate: 0.1 });
  const before = (await problem.read()).weights;
  await problem.step(0, new Array(WORDS).fill(0));
  const after = (await problem.read()).weights;
  after.forEach((w, i) => assertAlmostEquals(w, before[i] * (i < MATRIX ? 0.95 : 1), 1e-6));
});

backendTest("Adam lets a young average forget faster", async (backend) => {
  const problem = await Problem.create(backend, { averageDecay: 0.999 });
  const start = (await problem.read()).weights;
  await problem.step(0, gradientAt(1));
  const { weights, average } = await problem.read();
  average.forEach((a, i) => assertAlmostEquals(a, 0.1 * start[i] + 0.9 * weights[i], 1e-6));
});

for (const value of [NaN, Infinity, 3e38]) {
  backendTest(`Adam refuses a gradient with ${value}, and every step after it`, async (backend) => {
    const problem = await Problem.create(backend, { clip: 1 });
    await problem.step(0, gradientAt(0));
    const before = await problem.read();
    assertEquals((await problem.step(1, gradientAt(1).with(40, value))).finite, false);
    assertEquals(await problem.read(), before);
    assertEquals((await problem.step(2, gradientAt(2))).finite, false);
    assertEquals(await problem.read(), before);
  });
}

backendTest("Adam refuses a step whose assigned state is not finite", async (backend) => {
  const problem = await Problem.create(backend);
  problem.compiled.adopt(new Map([["state", Float32Array.of(2e38)]]));
  const before = await problem.read();
  assertEquals((await problem.step(0, gradientAt(0))).finite, false);
  assertEquals(await problem.read(), before);
});

backendTest("Adam goes on from what it read as if it had not stopped", async (backend, another) => {
  const options = { weightDecay: 0.1, clip: 1 };
  const first = await Problem.create(backend, options);
  for (let step = 0; step < 3; step++) await first.step(step, gradientAt(step));
  const saved = await first.compiled.state();
  const second = await Problem.create(await another(), options);
  second.compiled.restore(saved);
  for (let step = 3; step < 6; step++) {
    await first.step(step, gradientAt(step));
    await second.step(step, gradientAt(step));
  }
  assertEquals(await second.read(), await first.read());
  assertNotEquals(await second.compiled.state(), saved);
});

backendTest("Adam refuses the state of another model", async (backend) => {
  const { compiled } = await Problem.create(backend);
  const { parameters, optimiser } = await compiled.state();
  const square = new Map(optimiser.square).set("vector", new Float32Array(3));
  assertThrows(
    () => compiled.restore({ parameters, optimiser: { ...optimiser, square } }),
    RangeError,
    'Cannot restore "vector": expected 9 values, got 3',
  );
});
