import { benchFixedPoint } from "./fixed_point.ts";
import type { Effort } from "./measure.ts";
import { benchOrtConv } from "./ort_conv.ts";
import { benchOrtNaiveSampler } from "./ort_naive_sampler.ts";
import { benchPage } from "./page.ts";
import type { BenchResult } from "./result.ts";

// What runs the packages of `vendor`, apart from the benchmark's own process: see `dev_benchmarks.ts`.
// Arguments: which, the effort as JSON, the bundle's folder. Prints the results as JSON.

const [which, effort, folder] = Deno.args;
const parsed = JSON.parse(effort) as Effort;
const benchmarks: Record<string, () => Promise<BenchResult[]>> = {
  sampler: () => benchOrtNaiveSampler(folder, parsed),
  conv: () => benchOrtConv(parsed),
  "fixed-point": () => benchFixedPoint(folder),
  page: benchPage,
};
console.log(JSON.stringify(await benchmarks[which]()));
