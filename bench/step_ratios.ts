import type { BenchResult } from "./result.ts";

const STEPS = ["train codec: step", "train prior: step"];

/**
 * Training steps on the processor compared with PyTorch's and with WebGPU's, as far as they were measured: each at its
 * fastest number of threads.
 */
export function stepRatios(results: readonly BenchResult[]): BenchResult[] {
  return STEPS.flatMap((work) => {
    const ours = fastest(results, `${work}, WASM, threads: `);
    const torch = fastest(results, `${work}, PyTorch CPU, threads: `);
    const adapter = results.find(({ name }) => name === work);
    return [
      ...ours && torch ? [ratio(`${work}, WASM / PyTorch CPU`, ours, torch)] : [],
      ...ours && adapter ? [ratio(`${work}, WASM / WebGPU`, ours, adapter)] : [],
    ];
  });
}

/** By median. Ratios to ours have longer names. */
function fastest(results: readonly BenchResult[], start: string): BenchResult | undefined {
  return results
    .filter(({ name }) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length)))
    .sort((a, b) => a.value - b.value)[0];
}

function ratio(name: string, a: BenchResult, b: BenchResult): BenchResult {
  const value = a.value / b.value, best = a.best / b.best;
  return { name, unit: "x", value, best, worst: null, runs: null };
}
