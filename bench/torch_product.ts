import { repositoryRoot } from "../cli/repository_root.ts";
import type { Benchmark } from "./benchmark.ts";
import { peerEnvironment } from "./find_python.ts";
import type { Product } from "./products.ts";
import { rateResult } from "./result.ts";

/** Repetitions for each run that ours have: they are short. */
const REPETITIONS = 5;

/**
 * A product in PyTorch on the processor, which ours is compared with: its matrix products are OpenBLAS's.
 * @param python Finds a Python with PyTorch.
 */
export function torchProduct(
  { name, flop }: Product,
  threads: number,
  python: () => Promise<string | undefined>,
): Benchmark {
  const full = `${name}, PyTorch CPU, threads: ${threads}`;
  return {
    name: full,
    run: async ({ effort }) => {
      const program = await python();
      if (program === undefined) {
        console.error(`not measured: ${full}: there is no Python with PyTorch`);
        return [];
      }
      const times = await timeInTorch(program, name, {
        threads,
        repetitions: effort.maxRuns * REPETITIONS,
      });
      return [rateResult(full, times, { unit: "GFLOP/s", perRun: flop / 1e9 })];
    },
  };
}

/** @returns Milliseconds of each repetition. @throws {Error} If the program fails: with its last line. */
async function timeInTorch(
  program: string,
  name: string,
  { threads, repetitions }: { threads: number; repetitions: number },
): Promise<number[]> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [`${repositoryRoot()}/bench/torch_products.py`, name, `${threads}`, `${repetitions}`],
    // PyTorch's number of threads is not OpenBLAS's.
    env: { ...peerEnvironment(), OPENBLAS_NUM_THREADS: `${threads}` },
    clearEnv: true,
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim().split("\n");
  if (success) return text(stdout).map(Number);
  throw new Error(`Cannot measure ${name} in PyTorch: ${text(stderr).at(-1)}`);
}
