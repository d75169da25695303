import {
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { add, Graph, mul, reduceSum, scale, type Values } from "../../../../core/graph/mod.ts";
import { Random } from "../../../../core/random/random.ts";
import type { Device } from "../../../../executors/webgpu/device.ts";
import type { AdamOptions } from "../../../../executors/storage/adam_options.ts";
import { Adam } from "../../../../executors/webgpu/optimiser/adam.ts";
import { Parameters } from "../../../../executors/webgpu/compiled/parameters.ts";
import type { CompiledGraph } from "../../../../executors/webgpu/compiled/compiled_graph.ts";
import { compileTrainingStep } from "../../../../executors/webgpu/compiled/training_step.ts";
import { gpuTest } from "../../../support/adapter.ts";
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
  private constructor(
    readonly parameters: Parameters,
    readonly adam: Adam,
    private readonly compiled: CompiledGraph,
  ) {}

  static async create(device: Device, options: Partial<AdamOptions> = {}): Promise<Problem> {
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
    const parameters = Parameters.create(device.gpu, graph, new Random(7));
    const optimizer = new Adam(parameters, { ...OPTIONS, ...options });
    const compiled = await compileTrainingStep(device, {
      ...{ graph, loss, parameters, optimizer },
      outputs: new Map([["loss", loss]]),
    });
    return new Problem(parameters, optimizer, compiled);
  }

  /** One step. @returns `[norm, 1 as long as all was finite]`. */
  async step(step: number, gradient: readonly number[], scheduled = 1): Promise<Values> {
    this.adam.prepare(step, scheduled);
    this.compiled.run(
      new Map([
        ["g matrix", Float32Array.from(gradient.slice(0, MATRIX))],
        ["g vector", Float32Array.from(gradient.slice(MATRIX))],
      ]),
    );
    return (await this.compiled.read(["norm"])).get("norm")!;
  }

  /** Weights and optimiser state, matrix then vector, and the state that the graph assigns. */
  async read(): Promise<AdamRefState & { state: number[] }> {
    const parameters = await this.parameters.read();
    const arenas = await this.adam.read();
    const { offset } = this.parameters.layout.slots.get("vector")!;
    const both = (arena: Float32Array) => [
      ...arena.subarray(0, MATRIX),
      ...arena.subarray(offset, offset + WORDS - MATRIX),
    ];
    return {
      weights: [...parameters.get("matrix")!, ...parameters.get("vector")!],
      mean: both(arenas.mean),
      square: both(arenas.square),
      average: both(arenas.average),
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
  gpuTest(`Adam does ten steps of ${name} as the oracle in f64`, async (device) => {
    const problem = await Problem.create(device, options);
    let expected = startAdamRef((await problem.read()).weights);
    for (let step = 0; step < 10; step++) {
      const scheduled = (step + 1) / 10;
      const gradient = gradientAt(step);
      const [norm, finite] = await problem.step(step, gradient, scheduled);
      expected = adamRef(expected, gradient, {
        ...{ step, scale: scheduled, decays: (i: number) => i < MATRIX },
        options: { ...OPTIONS, ...options },
      });
      const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
      assertAlmostEquals(norm, length, 1e-5 * length);
      assertEquals(finite, 1);
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

gpuTest("Adam decays matrices only", async (device) => {
  const problem = await Problem.create(device, { weightDecay: 0.5, rate: 0.1 });
  const before = (await problem.read()).weights;
  await problem.step(0, new Array(WORDS).fill(0));
  const after = (await problem.read()).weights;
  after.forEach((w, i) => assertAlmostEquals(w, before[i] * (i < MATRIX ? 0.95 : 1), 1e-6));
});

gpuTest("Adam lets a young average forget faster", async (device) => {
  const problem = await Problem.create(device, { averageDecay: 0.999 });
  const start = (await problem.read()).weights;
  await problem.step(0, gradientAt(1));
  const { weights, average } = await problem.read();
  average.forEach((a, i) => assertAlmostEquals(a, 0.1 * start[i] + 0.9 * weights[i], 1e-6));
});

gpuTest("Adam leaves the padding of its arenas alone", async (device) => {
  const problem = await Problem.create(device, { weightDecay: 0.5 });
  for (let step = 0; step < 3; step++) await problem.step(step, gradientAt(step));
  const { mean, square, average } = await problem.adam.read();
  for (const arena of [mean, square, average]) {
    assertEquals([...arena.slice(MATRIX, 64), ...arena.slice(64 + 9)].every((x) => x === 0), true);
  }
});

for (const value of [NaN, Infinity, 3e38]) {
  gpuTest(`Adam refuses a gradient with ${value}, and every step after it`, async (device) => {
    const problem = await Problem.create(device, { clip: 1 });
    await problem.step(0, gradientAt(0));
    const before = await problem.read();
    assertEquals((await problem.step(1, gradientAt(1).with(40, value)))[1], 0);
    assertEquals(await problem.read(), before);
    assertEquals((await problem.step(2, gradientAt(2)))[1], 0);
    assertEquals(await problem.read(), before);
  });
}

gpuTest("Adam refuses a step whose assigned state is not finite", async (device) => {
  const problem = await Problem.create(device);
  problem.parameters.write("state", Float32Array.of(2e38));
  const before = await problem.read();
  assertEquals((await problem.step(0, gradientAt(0)))[1], 0);
  assertEquals(await problem.read(), before);
});

gpuTest("Adam goes on from what it read as if it had not stopped", async (device) => {
  const first = await Problem.create(device, { weightDecay: 0.1, clip: 1 });
  for (let step = 0; step < 3; step++) await first.step(step, gradientAt(step));
  const saved = { parameters: await first.parameters.read(), optimizer: await first.adam.read() };
  const second = await Problem.create(device, { weightDecay: 0.1, clip: 1 });
  for (const [name, values] of saved.parameters) second.parameters.write(name, values);
  second.adam.restore(saved.optimizer);
  for (let step = 3; step < 6; step++) {
    await first.step(step, gradientAt(step));
    await second.step(step, gradientAt(step));
  }
  assertEquals(await second.read(), await first.read());
  assertNotEquals(await second.parameters.read(), saved.parameters);
});

gpuTest("Adam.restore() refuses the state of another model", async (device) => {
  const { adam } = await Problem.create(device);
  const state = await adam.read();
  assertThrows(
    () => adam.restore({ ...state, square: new Float32Array(3) }),
    RangeError,
    'Cannot restore optimiser state "square": expected 128 values, got 3',
  );
});
