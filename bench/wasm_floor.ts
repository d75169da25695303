import { compileGraph } from "../executors/wasm/compiled/compile.ts";
import { FixedMemory } from "../executors/wasm/compiled/fixed_memory.ts";
import { Parameters } from "../executors/wasm/compiled/parameters.ts";
import type { Lowering } from "../executors/wasm/compiled/lowering.ts";
import { TASK_SIGNATURE } from "../executors/wasm/compiled/task.ts";
import { Session } from "../executors/wasm/threads/session.ts";
import { Graph } from "../core/graph/mod.ts";
import type { Benchmark } from "./benchmark.ts";
import { timeResult } from "./result.ts";
import { timeCompiled } from "./wasm_product.ts";

/** Barriers in a run: as many as a training step has, or more. */
const BARRIERS = 1000;

/** What threads cost that meet and do nothing: no step is faster than its barriers. */
export function wasmFloor(threads: readonly number[]): Benchmark[] {
  return threads.map((count) => {
    const name = `floor: empty barrier, WASM, threads: ${count}`;
    return {
      name,
      run: async ({ effort }) => {
        const memory = new FixedMemory();
        const session = new Session({ threads: count }, memory);
        try {
          const graph = new Graph();
          const compiled = compileGraph({
            ...{ graph, parameters: Parameters.place(graph, memory), outputs: new Map() },
            address: memory.end,
            after: recordEmptyTasks,
          });
          const { times, repeats } = await timeCompiled(session, compiled, effort);
          return [timeResult(name, times, { unit: "us", perRun: BARRIERS * repeats })];
        } finally {
          session.close();
        }
      },
    };
  });
}

/** Tasks that compute nothing, each said to need what the one before it writes. */
function recordEmptyTasks(context: Lowering): void {
  const word = context.scratch(1, "word");
  for (let i = 0; i < BARRIERS; i++) {
    context.record({
      name: "empty",
      units: 1,
      reads: [word],
      writes: [word],
      emit: (module) => module.function(TASK_SIGNATURE),
    });
  }
}
