import { cpus } from "node:os";
import { repositoryRoot } from "../../cli/repository_root.ts";
import type { BenchResult } from "../result.ts";
import { type BenchRun, storedResults } from "./bench_run.ts";

const BYTES_PER_GIB = 2 ** 30;

/**
 * Results with the machine, Deno's version, commit and date.
 * @param adapter The name of the WebGPU adapter, or `NO_ADAPTER`.
 * @throws {Error} If `git` can't name the commit.
 */
export async function describeRun(
  results: readonly BenchResult[],
  adapter: string,
): Promise<BenchRun> {
  const commit = await git("rev-parse", "HEAD");
  const changes = await git("status", "--porcelain", "--untracked-files=no");
  return {
    machine: {
      cpu: cpus()[0]?.model.trim() || "unknown",
      cores: navigator.hardwareConcurrency,
      memoryGiB: Math.round(Deno.systemMemoryInfo().total / BYTES_PER_GIB * 10) / 10,
      os: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
      adapter,
    },
    deno: Deno.version.deno,
    commit,
    modified: changes !== "",
    date: new Date().toISOString(),
    results: storedResults(results),
  };
}

async function git(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", {
    args,
    cwd: repositoryRoot(),
  }).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout).trim();
  throw new Error(
    `Cannot store results: expected git to name the commit, got "${decoder.decode(stderr).trim()}"`,
  );
}
