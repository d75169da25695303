import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../core/sampling/random.ts";
import { ProblemDocument } from "../../../routes/schemas/service.ts";
import { bombPng } from "../fuzz/pngs.ts";
import { type FuzzRequest, fuzzRequest } from "../fuzz/requests.ts";
import type { Runtime } from "../runtime.ts";
import type { ServerProcess } from "../server_process.ts";

const REQUESTS = 5000;
const AT_A_TIME = 8;
const MIB = 2 ** 20;

/** Sends a request; checks that its answer is none of a server in trouble. */
async function check(server: ServerProcess, request: FuzzRequest): Promise<number> {
  const { path, ...init } = request;
  const reply = await server.fetch(path, init);
  const body = await reply.bytes();
  const told = () => JSON.stringify({ ...request, status: reply.status }).slice(0, 500);
  if (server.runtime !== "deno" && request.method === "BREW") {
    assertEquals(reply.status, 501, told()); // No request of an unknown method reaches a Worker.
    return 501;
  }
  assert(reply.status < 500 || reply.status === 503, told());
  if (reply.status >= 400) {
    assertEquals(reply.headers.get("content-type"), "application/problem+json", told());
    if (request.method !== "HEAD") {
      const problem = ProblemDocument.parse(JSON.parse(new TextDecoder().decode(body)));
      assertEquals(problem.status, reply.status, told());
      assertEquals(problem.instance, reply.headers.get("x-request-id"));
    }
  }
  return reply.status;
}

/** Requests that no client should send. */
export function fuzzTests({ test }: Runtime): void {
  test(
    "5,000 mutated requests give no 5xx but overload, problems that tell, and flat memory",
    {},
    async (server) => {
      const statuses = new Map<number, number>();
      const early: number[] = [];
      let next = 0;
      const client = async () => {
        while (next < REQUESTS) {
          const i = next++;
          const status = await check(server, fuzzRequest(new Random(1, i)));
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (i === REQUESTS / 2) early.push(await server.residentBytes());
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, client));
      const [half] = early;
      const end = await server.residentBytes();
      for (const status of [200, 304, 400, 404, 405, 406, 413, 414, 415, 422]) {
        assert(statuses.has(status), `no ${status} in ${JSON.stringify([...statuses])}`);
      }
      // The heap is collected when it likes: 32 MiB is what it may leave for later.
      assert(end < half + 32 * MIB, `${half / MIB} MiB, then ${end / MIB} MiB`);
      assert(end < 256 * MIB, `${end / MIB} MiB`);
      assertEquals(server.output.includes('"level":"error"'), false);
    },
  );

  test(
    "The largest pictures at once are decoded one after another, in under 256 MiB",
    {},
    async (server) => {
      const init = { method: "POST", headers: { "content-type": "image/png" }, body: bombPng() };
      let largest = 0;
      let left = 3;
      const sending = Array.from({ length: left }, async () => {
        const reply = await server.fetch("/encode", init);
        left--;
        assertEquals(reply.status, 200, await reply.text());
      });
      while (left > 0) {
        largest = Math.max(largest, await server.residentBytes());
      }
      await Promise.all(sending);
      assert(largest < 256 * MIB, `${largest / MIB} MiB`);
    },
  );
}
