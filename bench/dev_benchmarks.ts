import { repositoryRoot } from "../cli/repository_root.ts";
import type { Benchmark } from "./benchmark.ts";
import type { BenchResult } from "./result.ts";

/**
 * What needs packages that a server must not have to download, ONNX Runtime and Playwright: each in a
 * process of its own, where alone they are asked for. One that does not run is named on stderr.
 * @param bundle Folder of a bundle.
 */
export function devBenchmarks(bundle: string): Benchmark[] {
  const id = bundle.split("/").at(-1)!;
  return [
    inHost(`generate, ${id}: codes, naive sampler, ONNX Runtime native`, ["sampler", bundle]),
    inHost("conv 3x3 64->64 at 16x16, one image, ONNX Runtime Web's WASM", ["conv"]),
    inHost(`fixed point, ${id}: passes of the prior`, ["fixed-point", bundle]),
    inHost("page", ["page"]),
  ];
}

function inHost(name: string, [which, ...words]: readonly string[]): Benchmark {
  return {
    name,
    run: async ({ effort }) => {
      const root = repositoryRoot();
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--allow-all", "--quiet", "--lock=deno.dev.lock", "bench/dev_host.ts"],
          ...[which, JSON.stringify(effort), ...words],
        ],
        cwd: root,
        env: { NO_COLOR: "1" },
      }).output();
      const decoder = new TextDecoder();
      if (success) return JSON.parse(decoder.decode(stdout)) as BenchResult[];
      const [reason] = decoder.decode(stderr).split("\n").filter((line) => line.includes("error"));
      console.error(`not measured: ${name}: ${reason ?? "it failed"}`);
      return [];
    },
  };
}
