import type { BenchRun, StoredResult } from "../../../bench/store/bench_run.ts";

/** A run that was stored on a day. */
export function exampleRun(day: string, results: readonly Partial<StoredResult>[]): BenchRun {
  return {
    machine: { cpu: "ACME 1", cores: 2, memoryGiB: 8, os: "linux 6 x86_64", adapter: "llvmpipe" },
    deno: "2.9.6",
    commit: "0123456789".repeat(4),
    modified: false,
    date: `${day}T12:00:00Z`,
    results: results.map((result) => ({
      ...{ name: "step", unit: "ms", value: 1, best: null, worst: null, runs: null },
      ...result,
    })),
  };
}
