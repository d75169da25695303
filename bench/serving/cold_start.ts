import type { Benchmark } from "../benchmark.ts";
import { timeRuns } from "../measure.ts";
import { timeResult } from "../result.ts";
import { ServerProgram } from "./server_program.ts";

/** From the start of the process to the first picture, packages in the cache. */
export const COLD_START: readonly Benchmark[] = [true, false].map((launcher) => {
  const name = `serve, first picture, ${launcher ? "deno task start" : "main.ts"}`;
  return {
    name,
    run: async ({ effort }) => {
      const servers: ServerProgram[] = [];
      const first = async () => {
        const server = await ServerProgram.start({ launcher });
        servers.push(server);
        const reply = await server.fetch("/generate?seed=1");
        await reply.arrayBuffer();
        if (!reply.ok) throw new Error(`Cannot measure: expected status 200, got ${reply.status}`);
      };
      const end = async () => {
        for (const server of servers.splice(0)) await server.end();
      };
      const times: number[] = [];
      for (let i = 0; i <= effort.minRuns; i++) {
        times.push(...await timeRuns(first, { effort: ONCE, warmUp: 0 }));
        await end();
      }
      return [timeResult(name, times.slice(1))]; // The first one may fill the cache.
    },
  };
});

const ONCE = { minRuns: 1, maxRuns: 1, budget: 0, runLength: 0 };
