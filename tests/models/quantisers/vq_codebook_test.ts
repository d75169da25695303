import { assertAlmostEquals, assertEquals } from "@std/assert";
import { evaluate, Graph, type Values } from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import {
  codebookEntries,
  unitRows,
  updateCodebook,
  vqNearest,
} from "../../../models/quantisers/vq_codebook.ts";
import type { VqVaeModel } from "../../../models/autoencoders/vq_vae_config.ts";
import { compute, f32, numbers, randomF32 } from "../../support/tensors.ts";
import { TINY, TINY_EMA } from "../../support/vq_vae.ts";

const [K, D] = [TINY.codebookSize, TINY.embeddingDim];
const LATENTS = randomF32(new Random(1), [12, D]);
const CODES = Uint32Array.of(0, 0, 0, 1, 1, 1, 1, 3, 3, 0, 1, 3); // 2 and 4 are never used

interface State {
  entries: Values;
  sum: Values;
  count: Values;
}

/** The codebook after one step. */
function update(config: VqVaeModel, before: State, restart?: Uint32Array): State {
  const graph = new Graph();
  const latents = graph.input("latents", LATENTS.shape);
  const codes = graph.input("codes", [CODES.length], "u32");
  updateCodebook(graph, config, { latents, codes });
  const feeds = new Map<string, Values>([["latents", LATENTS.values], ["codes", CODES]]);
  if (restart) feeds.set("restart", restart);
  const names = ["entries", "sum", "count"] as const;
  names.forEach((name) => feeds.set(`codebook.${name}`, before[name]));
  const after = evaluate(
    graph,
    names.map((name) => graph.assignments.get(`codebook.${name}`)!),
    feeds,
  );
  return { entries: after[0], sum: after[1], count: after[2] };
}

function someState(): State {
  const random = new Random(2);
  return {
    entries: randomF32(random, [K, D]).values,
    sum: randomF32(random, [K, D]).values,
    count: Float32Array.of(3, 5, 0.5, 2, 4),
  };
}

/** How many latents have each code, and their sums. */
function assigned(): { n: number[]; z: number[][] } {
  const n = Array<number>(K).fill(0);
  const z = Array.from({ length: K }, () => Array<number>(D).fill(0));
  CODES.forEach((code, i) => {
    n[code]++;
    for (let j = 0; j < D; j++) z[code][j] += LATENTS.values[i * D + j];
  });
  return { n, z };
}

const row = (values: Values, k: number) => Array.from(values.subarray(k * D, (k + 1) * D));

function assertClose(actual: Iterable<number>, expected: readonly number[], tolerance = 1e-6) {
  Array.from(actual).forEach((value, i) => assertAlmostEquals(value, expected[i], tolerance));
}

Deno.test("vqNearest() finds the nearest entry by squared distance", () => {
  const random = new Random(3);
  const [z, e] = [randomF32(random, [50, 4]), randomF32(random, [9, 4])];
  const expected = Array.from({ length: 50 }, (_, i) => {
    const distances = Array.from({ length: 9 }, (_, k) => {
      let sum = 0;
      for (let j = 0; j < 4; j++) sum += (z.values[i * 4 + j] - e.values[k * 4 + j]) ** 2;
      return sum;
    });
    return distances.indexOf(Math.min(...distances));
  });
  assertEquals(numbers(compute([z, e], vqNearest)), expected);
});

Deno.test("vqNearest() takes the lowest code on a tie", () => {
  const e = f32([4, 2], [9, 9, 1, 0, -1, 0, 1, 0]);
  assertEquals(numbers(compute([f32([2, 2], [0, 5, 2, 0]), e], vqNearest)), [1, 1]);
});

Deno.test("unitRows() divides rows by their length", () => {
  const y = compute([f32([2, 2], [3, -4, 0, 0])], unitRows);
  assertClose(y.values, [0.6, -0.8, 0, 0]);
});

Deno.test("codebookEntries() are trainable by loss, state by moving average, unit rows if asked", () => {
  const graphs = [new Graph(), new Graph(), new Graph()];
  codebookEntries(graphs[0], TINY);
  codebookEntries(graphs[1], TINY_EMA);
  const unit = codebookEntries(graphs[2], { ...TINY, normaliseCodes: true });
  const flags = graphs.map((graph) => graph.parameters.get("codebook.entries")!.trainable);
  assertEquals(flags, [true, false, true]);
  const feeds = new Map([["codebook.entries", randomF32(new Random(1), [K, D]).values]]);
  const [values] = evaluate(graphs[2], [unit], feeds);
  for (let k = 0; k < K; k++) assertAlmostEquals(Math.hypot(...row(values, k)), 1, 1e-6);
});

Deno.test("updateCodebook() follows the moving-average formula", () => {
  const before = someState();
  const { n, z } = assigned();
  const count = n.map((n, k) => 0.9 * before.count[k] + 0.1 * n);
  const sum = z.map((z, k) => z.map((z, j) => 0.9 * before.sum[k * D + j] + 0.1 * z));
  const total = count.reduce((a, b) => a + b);
  const smooth = count.map((count) => (count + 1e-3) / (total + K * 1e-3) * total);
  const after = update(TINY_EMA, before);
  assertClose(after.count, count);
  assertClose(after.sum, sum.flat());
  assertClose(after.entries, sum.flatMap((row, k) => row.map((value) => value / smooth[k])), 1e-5);
});

Deno.test("updateCodebook() from zero counts takes means of the batch and keeps unused entries", () => {
  const before = { ...someState(), sum: new Float32Array(K * D), count: new Float32Array(K) };
  const config = { ...TINY_EMA, codebook: { ...TINY_EMA.codebook, epsilon: 0 } };
  const { n, z } = assigned();
  const { entries } = update(config, before);
  for (let k = 0; k < K; k++) {
    if (n[k] === 0) assertEquals(row(entries, k), row(before.entries, k));
    else assertClose(row(entries, k), z[k].map((z) => z / n[k]));
  }
});

const RESTARTING: VqVaeModel = {
  ...TINY_EMA,
  codebook: { ...TINY_EMA.codebook, restartThreshold: 1 },
};

Deno.test("updateCodebook() restarts dead entries at latents, in entries, sum and count", () => {
  const before = someState();
  const restart = Uint32Array.of(0, 1, 11, 3, 4);
  const after = update(RESTARTING, before, restart);
  const plain = update(TINY_EMA, before);
  const latent = row(LATENTS.values, 11);
  assertEquals([row(after.entries, 2), row(after.sum, 2), after.count[2]], [latent, latent, 1]);
  for (const k of [0, 1, 3, 4]) {
    assertEquals(row(after.entries, k), row(plain.entries, k));
    assertEquals(row(after.sum, k), row(plain.sum, k));
    assertEquals(after.count[k], plain.count[k]);
  }
});

Deno.test("updateCodebook() starts from nothing with all entries on latents", () => {
  const before = {
    entries: new Float32Array(K * D),
    sum: new Float32Array(K * D),
    count: new Float32Array(K),
  };
  const restart = Uint32Array.of(9, 7, 5, 3, 1);
  const { entries } = update(RESTARTING, before, restart);
  restart.forEach((from, k) => assertEquals(row(entries, k), row(LATENTS.values, from)));
});

Deno.test("updateCodebook() keeps entries on the unit sphere if asked", () => {
  const { entries } = update({ ...TINY_EMA, normaliseCodes: true }, someState());
  for (let k = 0; k < K; k++) assertAlmostEquals(Math.hypot(...row(entries, k)), 1, 1e-6);
});

Deno.test("updateCodebook() assigns nothing to a codebook that learns by loss", () => {
  const graph = new Graph();
  const latents = graph.input("latents", LATENTS.shape);
  const codes = graph.input("codes", [CODES.length], "u32");
  updateCodebook(graph, TINY, { latents, codes });
  assertEquals([graph.assignments.size, graph.parameters.size], [0, 0]);
});
