import type { Benchmark } from "../benchmark.ts";
import { type BenchResult, exactResult } from "../result.ts";
import { processorMs } from "./process_usage.ts";
import { ServerProgram } from "./server_program.ts";
import { startWorkerd } from "./start_workerd.ts";

/** Pictures of one request, and of as many requests as there are pictures. */
const BATCHES = [1, 16];
const PICTURES = 1000;
const WARM_UP = 200;

/**
 * Processor time of a server's whole process for a picture, all of HTTP included: requests one after
 * the other, unseeded, so that no cache answers. In Deno and in workerd.
 */
export const PROCESSOR_TIME: readonly Benchmark[] = [
  { name: "serve, processor time of a picture, Deno", start: () => ServerProgram.start() },
  { name: "serve, processor time of a picture, workerd", start: startWorkerd },
].map(({ name, start }) => ({
  name,
  run: async ({ effort }) => {
    const pictures = effort.budget < 1000 ? 64 : PICTURES;
    const server = await start();
    try {
      const results: BenchResult[] = [];
      for (const batch of BATCHES) {
        await draw(server, WARM_UP, batch);
        const before = await processorMs(server.pid);
        const drawn = await draw(server, pictures, batch);
        const spent = await processorMs(server.pid) - before;
        const how = batch === 1 ? "one a request" : `${batch} a request`;
        results.push(exactResult(`${name}, ${how}`, spent / drawn, "ms"));
      }
      return results;
    } finally {
      await server.end();
    }
  },
}));

/** @returns Pictures drawn, at least `count`. */
async function draw(server: ServerProgram, count: number, batch: number): Promise<number> {
  let drawn = 0;
  for (; drawn < count; drawn += batch) {
    const reply = await server.fetch(`/generate?n=${batch}`);
    await reply.arrayBuffer();
    if (!reply.ok) throw new Error(`Cannot measure: expected status 200, got ${reply.status}`);
  }
  return drawn;
}
