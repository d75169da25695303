import type { BenchResult } from "./result.ts";

const OURS = /^(.+), WASM, threads: \d+$/;

/** Whether less is better, by unit; results of other units are not compared. */
const LESS_IS_BETTER: Readonly<Record<string, boolean>> = { ms: true, "GFLOP/s": false };

/**
 * What was measured on the processor, compared with PyTorch and with WebGPU as far as they did the same work: ours over
 * theirs, each at the number of threads that is best for it.
 */
export function ratios(results: readonly BenchResult[]): BenchResult[] {
  const works = new Set(results.flatMap(({ name }) => OURS.exec(name)?.[1] ?? []));
  return [...works].flatMap((work) => {
    const ours = best(results, `${work}, WASM, threads: `);
    if (!ours) return [];
    const torch = best(results, `${work}, PyTorch CPU, threads: `);
    const adapter = results.find(({ name, unit }) => name === work && unit === ours.unit);
    return [
      ...torch ? [ratio(`${work}, WASM / PyTorch CPU`, ours, torch)] : [],
      ...adapter ? [ratio(`${work}, WASM / WebGPU`, ours, adapter)] : [],
    ];
  });
}

/** The best median of the names that consist of `start` and a number of threads. */
function best(results: readonly BenchResult[], start: string): BenchResult | undefined {
  return results
    .filter(({ name, unit }) =>
      unit in LESS_IS_BETTER && name.startsWith(start) && /^\d+$/.test(name.slice(start.length))
    )
    .sort((a, b) => LESS_IS_BETTER[a.unit] ? a.value - b.value : b.value - a.value)[0];
}

function ratio(name: string, a: BenchResult, b: BenchResult): BenchResult {
  const [value, best] = [a.value / b.value, a.best / b.best];
  return { name, unit: "x", value, best, worst: null, runs: null };
}
