import { assert, assertEquals } from "@std/assert";
import { Random } from "../../../core/random/random.ts";
import { ProblemDocument } from "../../../routes/schemas/service.ts";
import { bombPng } from "../fuzz/pngs.ts";
import { rawRequest, sendRaw } from "../fuzz/raw.ts";
import { type FuzzRequest, fuzzRequest } from "../fuzz/requests.ts";
import { INSPECTED, IsolateMemory } from "../isolate_memory.ts";
import type { Runtime } from "../runtime.ts";
import type { ServerProcess } from "../server_process.ts";
import type { ServerOptions } from "../spawn_server.ts";

/** `FUZZ_REQUESTS=50000 deno test …` sends more than the few that a test of every day does. */
const REQUESTS = Number(Deno.env.get("FUZZ_REQUESTS") ?? 2000);
const AT_A_TIME = 8;
/** One request of so many is sent over a socket of its own, as bytes. */
const RAW_EVERY = 10;
/** A run so long also shows that memory is flat: what V8 keeps once it has collected its garbage. */
const LONG = REQUESTS >= 10_000;
/** The heap grows to its full size in the first part; after it, memory may grow by 10 MB. */
const ASIDE = Math.min(10_000, REQUESTS / 2);
const MB = 1e6;
const MAX_GROWTH = 10 * MB;
/** Of a short run, whose garbage is collected whenever V8 likes. */
const MAX_SHORT_GROWTH = 32 * MB;

/** Sends a request; checks that its answer is none of a server in trouble. */
async function check(server: ServerProcess, request: FuzzRequest): Promise<number> {
  const { path, ...init } = request;
  const reply = await server.fetch(path, init);
  const body = await reply.text();
  const told = () => JSON.stringify({ ...request, status: reply.status }).slice(0, 500);
  if (server.runtime !== "deno" && request.method === "BREW") {
    assertEquals(reply.status, 501, told()); // No request of an unknown method reaches a Worker.
    return 501;
  }
  assert(reply.status < 500 || reply.status === 503, told());
  if (reply.status < 400) return reply.status;
  assertEquals(reply.headers.get("content-type"), "application/problem+json", told());
  // A client that names encodings itself decodes them itself.
  if (request.method !== "HEAD" && !reply.headers.has("content-encoding")) {
    const problem = ProblemDocument.parse(JSON.parse(body));
    assertEquals(problem.status, reply.status, told());
    assertEquals(problem.instance, reply.headers.get("x-request-id"));
  }
  return reply.status;
}

/** The same for bytes, of which the runtime's own parser may refuse those that are no HTTP. */
async function checkRaw(server: ServerProcess, random: Random): Promise<number> {
  const request = rawRequest(random);
  const reply = await sendRaw(new URL(await server.address()), request);
  const told = () => JSON.stringify([new TextDecoder().decode(request.bytes), reply]).slice(0, 900);
  if (!request.proper) {
    assert(
      reply === undefined || reply.status < 500 || [501, 503, 505].includes(reply.status),
      told(),
    );
    return reply?.status ?? 0;
  }
  assert(reply !== undefined && (reply.status < 500 || reply.status === 503), told());
  if (reply.status >= 400) assert(reply.head.includes("application/problem+json"), told());
  return reply.status;
}

/** Sends requests up to this one of the sequence; counts the statuses. */
async function sendUpTo(server: ServerProcess, sequence: { next: number; end: number }) {
  const statuses = new Map<number, number>();
  const client = async () => {
    while (sequence.next < sequence.end) {
      const i = sequence.next++;
      const random = new Random(1, i);
      const status =
        await (i % RAW_EVERY === 0 ? checkRaw(server, random) : check(server, fuzzRequest(random)));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
  return statuses;
}

/** Resident memory; of a long run's server once its garbage is collected. */
async function measure(server: ServerProcess): Promise<number> {
  if (!LONG) return await server.residentBytes();
  const before = await server.residentBytes();
  const memory = await IsolateMemory.open(server);
  await memory.collectGarbage();
  await memory.collectGarbage();
  await memory.close();
  const bytes = await server.residentBytes();
  console.log(`${(before / MB).toFixed(1)} MB, ${(bytes / MB).toFixed(1)} MB without garbage`);
  return bytes;
}

function optionsOf({ name }: Runtime): ServerOptions {
  if (!LONG) return {};
  if (name !== "deno") return { args: [INSPECTED] };
  return { permissions: (flags) => ["--inspect=127.0.0.1:0", ...flags] };
}

/** Requests that no client should send. */
export function fuzzTests(runtime: Runtime): void {
  const { test } = runtime;
  test(
    `${REQUESTS} mutated requests give no 5xx but overload, problems that tell, and flat memory`,
    optionsOf(runtime),
    async (server) => {
      const early = await sendUpTo(server, { next: 0, end: ASIDE });
      const settled = await measure(server);
      const late = await sendUpTo(server, { next: ASIDE, end: REQUESTS });
      const end = await measure(server);
      for (const status of [200, 304, 400, 404, 405, 406, 413, 414, 415, 422]) {
        assert(early.has(status) || late.has(status), `no ${status}`);
      }
      if (LONG) console.log(JSON.stringify([...late]));
      const told = `${settled / MB} MB, then ${end / MB} MB`;
      assert(end < settled + (LONG ? MAX_GROWTH : MAX_SHORT_GROWTH), told);
      assert(end < 256 * 2 ** 20, told);
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
      assert(largest < 256 * 2 ** 20, `${largest / 2 ** 20} MiB`);
    },
  );
}
