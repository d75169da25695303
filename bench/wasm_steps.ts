import { openCpu } from "../executors/wasm/open_cpu.ts";
import type { WasmStep } from "../executors/wasm/training_backend.ts";
import type { Benchmark } from "./benchmark.ts";
import { timeSteps } from "./reference_stage.ts";
import { exactResult } from "./result.ts";

/** Training steps of the reference models on the processor, with each number of threads. */
export function wasmSteps(threads: readonly number[]): Benchmark[] {
  const roles = ["codec", "prior"] as const;
  return roles.flatMap((role) =>
    threads.map((count) => {
      const suffix = `, WASM, threads: ${count}`;
      return {
        name: `train ${role}: step${suffix}`,
        run: async ({ effort }) => {
          const describe = ({ tasks }: WasmStep) =>
            exactResult(`train ${role}: size of a step${suffix}`, tasks, "tasks");
          const backend = await openCpu({ threads: count });
          return await timeSteps(backend, { role, effort, suffix, describe });
        },
      };
    })
  );
}
