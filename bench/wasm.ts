import { loadBundle } from "../core/bundle/mod.ts";
import { WasmSampler } from "../generation/wasm_sampler.ts";
import { GridExecutor } from "../executors/wasm/grid_executor.ts";
import { Machine } from "../executors/wasm/machine.ts";
import { conv2d, Graph } from "../core/graph/mod.ts";
import { encodePng, imageFromPixels } from "../core/image/mod.ts";
import { type Model, openModel } from "../generation/model.ts";
import { priorShape } from "../generation/prior.ts";
import { KINDS } from "../models/kinds.ts";
import { Random } from "../core/random/random.ts";
import { wasmKernels } from "../serving/deno/wasm_kernels.ts";
import type { Benchmark } from "./benchmark.ts";
import { type Effort, timeRuns } from "./measure.ts";
import { randomPrior } from "./random_models.ts";
import { rateResult, timeResult } from "./result.ts";

const CHANNELS = 64, SIDE = 16;
/** Taps that fall on padding count as work, as in `ort_conv.ts`. */
const FLOP = 2 * SIDE ** 2 * CHANNELS ** 2 * 9;
/** Convolutions in a run: well above the clock's step. */
const PER_RUN = 50;
/** Sides of the grids by which cost is told to grow with the number of codes. */
const SIDES = [4, 8, 16, 32];
const BATCH = 16;

/** The WASM kernels on one core: a convolution, each part of a bundle's picture, and grids of its prior's layers. */
export function wasmBenchmarks(folder: string): Benchmark[] {
  const id = folder.split("/").at(-1)!;
  const open = async () => {
    const bundle = await loadBundle((name) => Deno.readFile(`${folder}/${name}`));
    return openModel(bundle, await wasmKernels());
  };
  const part = (
    what: string,
    prepare: (model: Model) => (seed: number) => unknown,
    images = 1,
  ): Benchmark => {
    const name = `generate, ${id}: ${what}, WASM kernels`;
    return {
      name,
      run: async ({ effort }) => {
        const work = prepare(await open());
        let seed = 0;
        const times = await timeRuns(() => work(seed++), { effort: many(effort), warmUp: 50 });
        return [timeResult(name, times, { perRun: images })];
      },
    };
  };
  return [
    CONVOLUTION,
    part("codes", (model) => (seed) => model.sample(requestOf(model, seed))),
    part(
      "codes, guided",
      (model) => (seed) => model.sample({ ...requestOf(model, seed), guidance: 2 }),
    ),
    part("decode", (model) => {
      const { codes } = model.sample(requestOf(model, 7));
      return () => model.decode(codes);
    }),
    part("whole picture", (model) => (seed) => picturesOf(model, seed, 1)),
    part(
      `whole picture of ${BATCH} at once`,
      (model) => (seed) => picturesOf(model, seed * BATCH, BATCH),
      BATCH,
    ),
    ...SIDES.map((side) => gridBenchmark(folder, side)),
  ];
}

/** Enough runs for a median of a thousand where one takes a few milliseconds. */
function many(effort: Effort): Effort {
  return { ...effort, maxRuns: effort.maxRuns * 50, budget: effort.budget * 2 };
}

function requestOf({ manifest }: Model, seed: number) {
  const { classes } = manifest;
  const label = classes.length > 0 ? { class: seed % classes.length } : {};
  return { seed, temperature: 1, guidance: 1, ...label };
}

function picturesOf(model: Model, seed: number, count: number): Uint8Array[] {
  const requests = Array.from({ length: count }, (_, i) => requestOf(model, seed + i));
  const codes = model.sampleAll(requests).map((grid) => grid.codes);
  return model.decodeAll(codes)
    .map((pixels) => encodePng(imageFromPixels(pixels, model.manifest.image)));
}

const CONVOLUTION: Benchmark = {
  name: `conv 3x3 ${CHANNELS}->${CHANNELS} at ${SIDE}x${SIDE}, one image, WASM kernels`,
  run: async ({ effort }) => {
    const graph = new Graph();
    const input = graph.input("x", [1, CHANNELS, SIDE, SIDE]);
    const random = new Random(4);
    const values = new Float32Array(CHANNELS ** 2 * 9).map(() => random.normal());
    const shape = [CHANNELS, CHANNELS, 3, 3];
    const output = conv2d(input, graph.parameter("w", shape, () => values), { pad: [1, 1, 1, 1] });
    const weights = new Map([["w", values]]);
    const machine = new Machine(await wasmKernels());
    const program = new GridExecutor(machine, { output, input, weights, capacity: 1 });
    program.write(0, new Float32Array(input.size).map(() => random.normal()));
    const run = () => {
      for (let i = 0; i < PER_RUN; i++) program.run(1);
    };
    const times = await timeRuns(run, { effort: many(effort), warmUp: 5 });
    return [rateResult(CONVOLUTION.name, times, { unit: "GFLOP/s", perRun: PER_RUN * FLOP / 1e9 })];
  },
};

/** Codes of a square grid under a prior with the layers of a bundle's and random weights. */
function gridBenchmark(folder: string, side: number): Benchmark {
  const name = `codes of a ${side}x${side} grid, WASM kernels`;
  return {
    name,
    run: async ({ effort }) => {
      const { manifest } = await loadBundle((file) => Deno.readFile(`${folder}/${file}`));
      const { kind, config } = manifest.models.prior!;
      const { classes, codebookSize: size } = priorShape(manifest);
      const space = { kind: "codes" as const, height: side, width: side, size };
      const prior = randomPrior({ kind: KINDS.priors.get(kind)!, config }, { space, classes });
      const sampler = new WasmSampler(new Machine(await wasmKernels()), prior);
      let seed = 0;
      const draw = () => sampler.sample({ seed: seed++, temperature: 1, guidance: 1 });
      const times = await timeRuns(draw, { effort: many(effort), warmUp: 5 });
      const each = timeResult(`${name}, a code`, times, { unit: "us", perRun: side ** 2 });
      return [timeResult(name, times), each];
    },
  };
}
