import { repositoryRoot } from "../cli/repository_root.ts";
import type { Benchmark } from "./benchmark.ts";
import { peerEnvironment } from "./find_python.ts";
import { products } from "./products.ts";
import { type BenchResult, rateResult } from "./result.ts";

/** What our products are measured beside: PyTorch's matrix product, which is OpenBLAS's, and its convolutions. */
const NAME = "gemm and conv, PyTorch CPU";

/** @param python A Python with PyTorch, if there is one. @param threads Each is measured by itself. */
export function torchProducts(
  python: () => Promise<string | undefined>,
  threads: readonly number[],
): Benchmark {
  return {
    name: NAME,
    run: async ({ effort }) => {
      const program = await python();
      if (program === undefined) {
        console.error(`not measured: ${NAME}: there is no Python with PyTorch`);
        return [];
      }
      const results: BenchResult[] = [];
      for (const count of threads) {
        const output = await runTorch(program, [`${count}`, `${effort.maxRuns}`]);
        results.push(...torchResults(output, `, PyTorch CPU, threads: ${count}`));
      }
      return results;
    },
  };
}

/** @throws {Error} If the program fails: naming its last line. */
async function runTorch(program: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [`${repositoryRoot()}/bench/torch_products.py`, ...args],
    env: peerEnvironment(),
    clearEnv: true,
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  const reason = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
  throw new Error(`Cannot measure ${NAME}: expected ${program} to end well, got "${reason}"`);
}

/** GFLOP/s from the lines of `torch_products.py`. @param suffix Ends the results' names. */
export function torchResults(output: string, suffix: string): BenchResult[] {
  const flops = new Map(products().map(({ name, flop }) => [name, flop]));
  return output.trim().split("\n").map((line) => {
    const [name, ...times] = line.split("\t");
    const perRun = flops.get(name)! / 1e9;
    return rateResult(`${name}${suffix}`, times.map(Number), { unit: "GFLOP/s", perRun });
  });
}
