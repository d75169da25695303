import { env, InferenceSession, Tensor } from "../vendor/onnxruntime/web.ts";
import { conv2d, Graph, traceGraph } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import { writeOnnx } from "../executors/onnx/write_onnx.ts";
import { type Effort, timeRuns } from "./measure.ts";
import { type BenchResult, rateResult } from "./result.ts";

const CHANNELS = 64, KERNEL = 3, SIDE = 16;
const WEIGHT_SHAPE = [CHANNELS, CHANNELS, KERNEL, KERNEL];
/** Taps that fall on padding count as work. */
const FLOP = 2 * SIDE ** 2 * CHANNELS ** 2 * KERNEL ** 2;
/** Convolutions in a run: well above the clock's step. */
const PER_RUN = 50;

/** GFLOP/s of one 3×3 convolution of one image on ONNX Runtime's WebAssembly with SIMD, one thread. */
export async function benchOrtConv(effort: Effort): Promise<BenchResult[]> {
  env.wasm.numThreads = 1;
  const random = new Random(4);
  const normal = (length: number) => Float32Array.from({ length }, () => random.normal());
  const weight = normal(CHANNELS ** 2 * KERNEL ** 2);
  const file = writeOnnx("conv", traceGraph(convGraph), new Map([["weight", weight]]));
  const session = await InferenceSession.create(file, { executionProviders: ["wasm"] });
  const x = new Tensor("float32", normal(CHANNELS * SIDE ** 2), [1, CHANNELS, SIDE, SIDE]);
  const run = async () => {
    for (let i = 0; i < PER_RUN; i++) await session.run({ x });
  };
  const times = await timeRuns(run, { effort });
  await session.release();
  const layer = `conv ${KERNEL}x${KERNEL} ${CHANNELS}->${CHANNELS} at ${SIDE}x${SIDE}`;
  const name = `${layer}, one image, ONNX Runtime Web's WASM, 1 thread`;
  return [rateResult(name, times, { unit: "GFLOP/s", perRun: PER_RUN * FLOP / 1e9 })];
}

function convGraph(n: number): Graph {
  const graph = new Graph();
  const x = graph.input("x", [n, CHANNELS, SIDE, SIDE]);
  const weight = graph.parameter("weight", WEIGHT_SHAPE, ([size]) => new Float32Array(size));
  graph.output("y", conv2d(x, weight, { pad: [1, 1, 1, 1] }));
  return graph;
}
