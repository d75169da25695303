import { compileGraph } from "../executors/wasm/compiled/compile.ts";
import type { CompiledGraph } from "../executors/wasm/compiled/compiled_graph.ts";
import { FixedMemory } from "../executors/wasm/compiled/fixed_memory.ts";
import { Parameters } from "../executors/wasm/compiled/parameters.ts";
import { Session } from "../executors/wasm/threads/session.ts";
import { Random } from "../core/random/random.ts";
import type { Benchmark } from "./benchmark.ts";
import { type Effort, timeOf, timeRuns } from "./measure.ts";
import type { Product } from "./products.ts";
import { rateResult } from "./result.ts";

/** Runs before those that count: V8 compiles a function again, and better, once it has been called often. */
const WARM_UP = 3;

/** A product on the processor, packing included, in GFLOP/s. */
export function wasmProduct(
  { name, flop, graph, output }: Product,
  threads: number,
): Benchmark {
  const full = `${name}, WASM, threads: ${threads}`;
  return {
    name: full,
    run: async ({ effort }) => {
      const memory = new FixedMemory();
      const session = new Session({ threads }, memory);
      try {
        const parameters = Parameters.place(graph, memory);
        const random = new Random(4);
        session.write(Array.from(graph.parameters, ([key, { tensor, initializer }]) => {
          return parameters.write(key, initializer(tensor.shape, random));
        }));
        const outputs = new Map([["y", output]]);
        const compiled = compileGraph({ graph, parameters, outputs, address: memory.end });
        const { times, repeats } = await timeCompiled(session, compiled, effort);
        return [rateResult(full, times, { unit: "GFLOP/s", perRun: repeats * flop / 1e9 })];
      } finally {
        session.close();
      }
    },
  };
}

/** Runs a compiled graph so often that waiting for its end, which is part of the time, weighs little. */
export async function timeCompiled(
  session: Session,
  compiled: CompiledGraph,
  effort: Effort,
): Promise<{ times: number[]; repeats: number }> {
  const loaded = session.load(compiled);
  const repeated = (count: number) => async () => {
    for (let i = 1; i < count; i++) void session.run(loaded, new Map(), { reads: [] });
    await session.run(loaded, new Map(), { reads: [] });
  };
  for (let i = 0; i < WARM_UP; i++) await repeated(1)();
  const repeats = Math.max(1, Math.round(effort.runLength / await timeOf(repeated(1))));
  return { repeats, times: await timeRuns(repeated(repeats), { effort }) };
}
