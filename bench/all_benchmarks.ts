import type { Benchmark, MeasuredAdapter } from "./benchmark.ts";
import { CONVOLUTIONS } from "./convolutions.ts";
import { devBenchmarks } from "./dev_benchmarks.ts";
import { floorBenchmarks } from "./floor.ts";
import { GEMMS } from "./gemm.ts";
import { generationBenchmarks } from "./generation.ts";
import { kernelBenchmarks } from "./kernel_problem.ts";
import { ATTACK } from "./serving/attack_benchmark.ts";
import { products } from "./products.ts";
import { COLD_START } from "./serving/cold_start.ts";
import { COST } from "./serving/cost.ts";
import { MEMORY } from "./serving/memory.ts";
import { OVERLOAD } from "./serving/overload_benchmark.ts";
import { PROCESSOR_TIME } from "./serving/processor_time.ts";
import { SOAK } from "./serving/soak_benchmark.ts";
import { torchProduct } from "./torch_product.ts";
import { trainingSteps } from "./training_steps.ts";
import { wasmBenchmarks } from "./wasm.ts";
import { wasmBreakdown } from "./wasm_breakdown.ts";
import { wasmFloor } from "./wasm_floor.ts";
import { wasmProduct } from "./wasm_product.ts";
import { wasmSteps } from "./wasm_steps.ts";

/** What is measured of training. */
export interface TrainingBenchmarks {
  /** Undefined: none of WebGPU's benchmarks. */
  readonly adapter: MeasuredAdapter | undefined;
  /** Of the processor. */
  readonly threads: readonly number[];
  /** Finds a Python with PyTorch, for its products. */
  readonly python: () => Promise<string | undefined>;
}

/** All benchmarks, in the order in which they run. @param bundle Folder of a bundle, for those of serving. */
export async function allBenchmarks(
  bundle: string,
  { adapter, threads, python }: TrainingBenchmarks,
): Promise<Benchmark[]> {
  return [
    ...adapter ? adapterBenchmarks(adapter) : [],
    ...wasmFloor(threads),
    ...products().flatMap((product) => [
      ...threads.map((count) => wasmProduct(product, count)),
      ...threads.map((count) => torchProduct(product, count, python)),
    ]),
    ...wasmSteps(threads),
    ...wasmBreakdown(),
    ...await generationBenchmarks(bundle),
    ...wasmBenchmarks(bundle),
    ...devBenchmarks(bundle),
    ...COLD_START,
    ...PROCESSOR_TIME,
    ...OVERLOAD,
    ...ATTACK,
    ...MEMORY,
    ...COST,
    ...SOAK,
  ];
}

function adapterBenchmarks(adapter: MeasuredAdapter): Benchmark[] {
  return [
    ...floorBenchmarks(adapter),
    ...[...GEMMS, ...CONVOLUTIONS].flatMap((it) => kernelBenchmarks(adapter.device, it)),
    ...trainingSteps(adapter),
  ];
}
