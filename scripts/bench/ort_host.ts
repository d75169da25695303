import type { Effort } from "./measure.ts";
import { benchOrtConv } from "./ort_conv.ts";
import { benchOrtNaiveSampler } from "./ort_naive_sampler.ts";

// What runs ONNX Runtime, apart from the benchmark's own process: see `ort.ts`.
// Arguments: which, the effort as JSON, the bundle's folder. Prints the results as JSON.

const [which, effort, folder] = Deno.args;
const parsed = JSON.parse(effort) as Effort;
const results = which === "conv"
  ? await benchOrtConv(parsed)
  : await benchOrtNaiveSampler(folder, parsed);
console.log(JSON.stringify(results));
