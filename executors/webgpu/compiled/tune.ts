import {
  conv2d,
  conv2dWeightGradient,
  convTranspose2d,
  Graph,
  matmul,
  type Tensor,
} from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import type { Device } from "../device.ts";
import type { Tiling } from "../kernels/kernel.ts";
import { compileGraph } from "./compile.ts";
import { Parameters } from "./parameters.ts";
import { tilingKey, Tuning } from "./tuning.ts";

const RUNS = 3;

/** One problem of each op that has several tilings, of the sizes that small models have. */
const PROBLEMS: Readonly<Record<string, (graph: Graph) => Tensor>> = {
  conv2d: (graph) => conv2d(images(graph, "x"), filters(graph), { pad: [1, 1, 1, 1] }),
  conv_transpose2d: (graph) =>
    convTranspose2d(images(graph, "x"), filters(graph), { pad: [1, 1, 1, 1] }),
  conv2d_weight_gradient: (graph) =>
    conv2dWeightGradient(images(graph, "x"), images(graph, "dY"), {
      pad: [1, 1, 1, 1],
      kernel: [3, 3],
    }),
  matmul: (graph) => matmul(graph.input("a", [256, 256]), graph.input("b", [256, 256])),
};

function images(graph: Graph, name: string): Tensor {
  return graph.input(name, [16, 64, 8, 8]);
}

function filters(graph: Graph): Tensor {
  return graph.input("weight", [64, 64, 3, 3]);
}

/**
 * Measures which tiling of each op is fastest on a device. If there is only one, nothing runs.
 * On lavapipe this takes 20 s, of which all but 1 s is compiling the shared-memory tiles, which lose.
 * @param known Choices made before, which are kept.
 * @param ops Ops to measure; default all that have several tilings.
 */
export async function tune(
  device: Device,
  known: Tuning = new Tuning(),
  ops: readonly string[] = Object.keys(PROBLEMS),
): Promise<Tuning> {
  const chosen = new Map(known.chosen);
  if (device.subgroupSize === 0) return new Tuning(chosen);
  for (const op of ops) {
    const build = PROBLEMS[op];
    if (chosen.has(tilingKey(op))) continue;
    const seconds = new Map<Tiling, number>();
    for (const tiling of ["subgroup", "workgroup"] as const) {
      seconds.set(tiling, await measure(device, build, [op, tiling]));
    }
    const [fastest] = [...seconds].sort(([, a], [, b]) => a - b)[0];
    chosen.set(tilingKey(op), fastest);
  }
  return new Tuning(chosen);
}

/** Seconds of the fastest of a few runs. */
async function measure(
  device: Device,
  build: (graph: Graph) => Tensor,
  [op, tiling]: [string, Tiling],
): Promise<number> {
  const graph = new Graph();
  const outputs = new Map([["y", build(graph)]]);
  const parameters = Parameters.create(device.gpu, graph, new Random(0));
  const tuning = new Tuning(new Map([[tilingKey(op), tiling]]));
  const compiled = await compileGraph(device, { graph, parameters, outputs, tuning });
  const feeds = new Map(
    [...graph.inputs].map(([name, { size }]) => [name, new Float32Array(size)]),
  );
  let best = Infinity;
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    compiled.run(feeds);
    await device.gpu.queue.onSubmittedWorkDone();
    // The first run warms up.
    if (run > 0) best = Math.min(best, (performance.now() - start) / 1000);
  }
  compiled.destroy();
  parameters.destroy();
  return best;
}
