import type { Benchmark } from "../benchmark.ts";
import { exactResult } from "../result.ts";
import { mixedRequest, mixSource } from "./request_mix.ts";
import { ServerProgram } from "./server_program.ts";

/** What can be asked, and tells its memory. */
export interface Measured {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  metric(name: string): Promise<number>;
}

/** Resident bytes of a server before and after many requests, and how often it gave each status. */
export interface MemoryRun {
  readonly before: number;
  readonly after: number;
  readonly statuses: ReadonlyMap<number, number>;
}

const AT_A_TIME = 8;
const MIB = 2 ** 20;

/** Sends requests of every kind. @param options.warmUp Requests before the first measurement. */
export async function memoryOf(
  server: Measured,
  { warmUp, requests }: { warmUp: number; requests: number },
): Promise<MemoryRun> {
  const source = await mixSource(server);
  const statuses = new Map<number, number>();
  let next = 0;
  const sendUpTo = async (end: number) => {
    const client = async () => {
      while (next < end) {
        const { path, init } = mixedRequest(next++, source);
        const reply = await server.fetch(path, init);
        await reply.arrayBuffer();
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, client));
    return await server.metric("process_resident_memory_bytes");
  };
  const before = await sendUpTo(warmUp);
  return { before, after: await sendUpTo(warmUp + requests), statuses };
}

/** Memory over ten thousand requests. */
export const MEMORY: readonly Benchmark[] = [{
  name: "serve, resident memory",
  run: async ({ effort }) => {
    const requests = effort.budget < 1000 ? 500 : 10_000;
    const warmUp = requests * 1.2; // The heap grows to its full size in these.
    const server = await ServerProgram.start();
    try {
      const { before, after } = await memoryOf(server, { warmUp, requests });
      return [
        exactResult("serve, resident memory: warm", before / MIB, "MiB"),
        exactResult(`serve, resident memory: ${requests} requests later`, after / MIB, "MiB"),
      ];
    } finally {
      await server.end();
    }
  },
}];
