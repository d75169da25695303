import {
  add,
  argmin,
  div,
  embedding,
  type Graph,
  greater,
  matmul,
  mul,
  oneHot,
  reduceSum,
  reshape,
  scale,
  select,
  sqrt,
  square,
  sub,
  type Tensor,
  uniform,
  zeros,
} from "../../core/graph/mod.ts";
import { Scope } from "../layers.ts";
import { type Port, rowsPort } from "../ports.ts";
import type { VqVaeModel } from "../autoencoders/vq_vae_config.ts";

/** The entries as they are compared with latents and given to the decoder, `[k, d]`. */
export function codebookEntries(graph: Graph, config: VqVaeModel): Tensor {
  const { codebookSize: k, embeddingDim: d, codebook, normaliseCodes } = config;
  const trainable = codebook.update === "loss";
  const entries = new Scope(graph, "codebook")
    .parameter("entries", [k, d], uniform(-1 / k, 1 / k), { trainable });
  return normaliseCodes ? unitRows(entries) : entries;
}

/**
 * The nearest entry of each latent, the lowest code on a tie.
 * @param latents `[n, d]`. @param entries `[k, d]`. @returns `[n]` u32.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, vqNearest } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const entries = graph.constant(Float32Array.of(0, 0, 1, 1), [2, 2]);
 * const latents = graph.constant(Float32Array.of(0.9, 0.8), [1, 2]);
 * const [codes] = evaluate(graph, [vqNearest(latents, entries)], new Map());
 * assertEquals([...codes], [1]);
 * ```
 */
export function vqNearest(latents: Tensor, entries: Tensor): Tensor {
  const [k] = entries.shape;
  // ‖z - e‖² less ‖z‖², which is the same for all entries.
  const norms = reshape(reduceSum(square(entries), { axes: [1] }), [1, k]);
  const products = matmul(latents, entries, { transposeB: true });
  return argmin(sub(norms, scale(products, { factor: 2 })), { axis: 1 });
}

/** Rows divided by their length. @param x `[n, d]`. */
export function unitRows(x: Tensor): Tensor {
  const squares = reduceSum(square(x), { axes: [1], keepDims: true });
  return div(x, sqrt(scale(squares, { offset: 1e-12 })));
}

/**
 * Assigns the codebook after a step, from how it was before:
 *
 *     N ← γ N + (1 - γ) Σ [code = k]          m ← γ m + (1 - γ) Σ z [code = k]
 *     e ← m / N̂,   N̂ = (N + ε) / (ΣN + K ε) ΣN;   e stays where N is 0
 *
 * then e, m and N of entries with N below the threshold t restart at a latent z: e ← z, m ← t z, N ← t.
 * N and m start at 0, so that the first step with restarts puts all entries on latents of its batch.
 *
 * A codebook that is not a moving average is left alone.
 * @param step `latents` `[n, d]` and their `codes` `[n]`.
 * @returns With restarts the port `restart`: for each entry the row of the latents to move to should it be dead.
 */
export function updateCodebook(
  graph: Graph,
  config: VqVaeModel,
  { latents, codes }: { latents: Tensor; codes: Tensor },
): readonly Port[] {
  if (config.codebook.update !== "ema") return [];
  const { decay, epsilon, restartThreshold } = config.codebook;
  const { codebookSize: k, embeddingDim: d, normaliseCodes } = config;
  const scope = new Scope(graph, "codebook");
  const state = { trainable: false };
  const before = {
    entries: codebookEntries(graph, config),
    sum: scope.parameter("sum", [k, d], zeros, state),
    count: scope.parameter("count", [k], zeros, state),
  };
  const used = oneHot(codes, { depth: k, axis: 1 });
  const average = (old: Tensor, now: Tensor) =>
    add(scale(old, { factor: decay }), scale(now, { factor: 1 - decay }));
  let count = average(before.count, reduceSum(used, { axes: [0] }));
  let sum = average(before.sum, matmul(used, latents, { transposeA: true }));
  const total = reduceSum(count, { axes: [0] });
  const share = div(total, scale(total, { offset: k * epsilon }));
  const smooth = reshape(mul(scale(count, { offset: epsilon }), share), [k, 1]);
  const zero = graph.constant(new Float32Array(1), []);
  const column = reshape(count, [k, 1]);
  // Where nothing was ever counted, divide by 1 and keep the entry.
  const one = graph.constant(Float32Array.of(1), []);
  const known = greater(column, zero);
  const quotient = div(sum, select(known, smooth, one));
  let entries = select(known, normaliseCodes ? unitRows(quotient) : quotient, before.entries);
  const ports: Port[] = [];
  if (restartThreshold > 0) {
    const restart = rowsPort(graph, "restart", { count: k, rows: latents.shape[0] });
    ports.push(restart);
    const threshold = graph.constant(Float32Array.of(restartThreshold), []);
    const rows = embedding(latents, restart.input);
    const dead = greater(threshold, column);
    entries = select(dead, rows, entries);
    sum = select(dead, mul(rows, threshold), sum);
    count = select(greater(threshold, count), threshold, count);
  }
  graph.assign(graph.parameters.get("codebook.entries")!.tensor, entries);
  graph.assign(before.sum, sum);
  graph.assign(before.count, count);
  return ports;
}
