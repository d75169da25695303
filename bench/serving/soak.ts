import { Random } from "../../core/random/random.ts";
import { mixedRequest, type MixSource, mixSource } from "./request_mix.ts";
import { percentile } from "./percentile.ts";
import { openDescriptors, processorMs, residentBytes } from "./process_usage.ts";
import type { ServerProgram } from "./server_program.ts";

/** What a server did in one window of time, and what it held at its end, when no request was under way. */
export interface SoakWindow {
  /** Seconds since the beginning. */
  readonly end: number;
  readonly sent: number;
  /** Requests that got no reply. */
  readonly lost: number;
  /** How often each status was given. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Milliseconds from the time at which a request was due to the end of its reply. */
  readonly p50: number;
  readonly p99: number;
  readonly residentBytes: number;
  /** Open file descriptors; the clients' connections are closed by then. */
  readonly descriptors: number;
  /** Processor time of the server in this window, in milliseconds. */
  readonly serverMs: number;
  /** The same of the process that sends. */
  readonly senderMs: number;
}

/** How a server is driven. */
export interface SoakPlan {
  readonly seconds: number;
  /** Of a window, at most `seconds`. */
  readonly windowSeconds: number;
  /** Requests a second on average; they come at random, as those of many independent clients do. */
  readonly rate: number;
  /** Receives each window as soon as it is over. */
  readonly onWindow?: (window: SoakWindow) => void;
}

/** Requests under way while the capacity is measured: enough for four lanes. */
const AT_A_TIME = 8;
/** For the server to see that its clients closed their connections. */
const SETTLE_MS = 500;
/** A request without a reply for so long is counted as lost. */
const LOST_MS = 30_000;

/** Requests of the mix that a server answers in a second when it is never idle. @param seconds How long to measure. */
export async function mixCapacity(server: ServerProgram, seconds: number): Promise<number> {
  const source = await mixSource(server);
  const start = performance.now();
  let next = 0;
  const client = async () => {
    while (performance.now() - start < seconds * 1000) {
      const { path, init } = mixedRequest(next++, source);
      await (await server.fetch(path, init)).arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
  return next * 1000 / (performance.now() - start);
}

/** Sends requests of every kind at a fixed rate, whatever becomes of those before. */
export async function soak(server: ServerProgram, plan: SoakPlan): Promise<SoakWindow[]> {
  const source = await mixSource(server);
  const windows: SoakWindow[] = [];
  const random = new Random(10);
  const start = performance.now();
  let next = 0;
  while (performance.now() - start < plan.seconds * 1000) {
    const before = [await processorMs(server.pid), await processorMs(Deno.pid)];
    const sent = await sendWindow(server, { ...plan, source, random, first: next });
    next += sent.sent;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const window = {
      end: (performance.now() - start) / 1000,
      ...sent,
      residentBytes: await residentBytes(server.pid),
      descriptors: await openDescriptors(server.pid),
      serverMs: await processorMs(server.pid) - before[0],
      senderMs: await processorMs(Deno.pid) - before[1],
    };
    windows.push(window);
    plan.onWindow?.(window);
  }
  return windows;
}

async function sendWindow(
  server: ServerProgram,
  { windowSeconds, rate, source, random, first }: SoakPlan & {
    source: MixSource;
    random: Random;
    first: number;
  },
) {
  const client = Deno.createHttpClient({});
  const times: number[] = [];
  const statuses = new Map<number, number>();
  let lost = 0;
  const one = async (i: number, due: number) => {
    const { path, init } = mixedRequest(i, source);
    try {
      const signal = AbortSignal.timeout(LOST_MS);
      const reply = await fetch(server.address + path, { ...init, client, signal });
      await reply.arrayBuffer();
      times.push(performance.now() - due);
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
    } catch {
      lost++;
    }
  };
  const pending = new Set<Promise<void>>();
  const end = performance.now() + windowSeconds * 1000;
  let sent = 0;
  for (let due = performance.now();; due -= Math.log(1 - random.uniform()) * 1000 / rate) {
    if (due >= end) break;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const request = one(first + sent++, due);
    pending.add(request);
    request.then(() => pending.delete(request));
  }
  await Promise.all(pending);
  client.close();
  return { sent, lost, statuses, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
