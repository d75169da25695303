import type { OpenLoopPlan, OpenLoopReport } from "./open_loop.ts";
import { sendOpenLoop } from "./open_loop.ts";
import { processorMs } from "./process_usage.ts";

/** What can be asked for the state of a server. */
export interface Asked {
  readonly address: string;
  /** Of its process, where its processor time is to be measured. */
  readonly pid?: number;
  fetch(path: string): Promise<Response>;
}

/** How hard a server is driven. */
export interface OverloadOptions {
  /** Times the capacity. */
  readonly factor: number;
  readonly seconds: number;
  readonly keepAlive: boolean;
}

/** What became of a server under more requests than it can answer. */
export interface Overload extends OpenLoopReport {
  /** Images a second that the server makes when it is never idle and never full. */
  readonly capacity: number;
  /** Milliseconds of each `/healthz` meanwhile. */
  readonly health: readonly number[];
  /** Milliseconds from the last reply until a picture takes as long as before. */
  readonly recoveryMs: number;
  /** Processor time of the server while requests were sent, in milliseconds. */
  readonly serverMs?: number;
}

const PATH = "/generate";
/** Requests under way while the capacity is measured: enough for four lanes. */
const AT_A_TIME = 8;
const CAPACITY_MS = 2000;
const HEALTH_PAUSE_MS = 20;
/** A picture of a server at rest takes at most this many times what it took before. */
const NORMAL = 4;
const RECOVERY_LIMIT_MS = 10_000;

/** Drives a server far over its capacity with requests for one new picture each. */
export async function overload(
  server: Asked,
  { factor, seconds, keepAlive }: OverloadOptions,
): Promise<Overload> {
  const capacity = await capacityOf(server);
  const usual = Math.min(...await times(5, () => timeOfPicture(server)));
  const plan: OpenLoopPlan = {
    address: server.address,
    path: PATH,
    rate: Math.min(20_000, capacity * factor),
    seconds,
    keepAlive,
  };
  const { pid } = server;
  const before = pid === undefined ? undefined : await processorMs(pid);
  let ended = false;
  const sending = sendOpenLoop(plan).finally(() => ended = true);
  const health: number[] = [];
  while (!ended) {
    health.push(await timeOf(() => server.fetch("/healthz")));
    await new Promise((resolve) => setTimeout(resolve, HEALTH_PAUSE_MS));
  }
  const end = performance.now();
  const report = await sending;
  const serverMs = before === undefined ? undefined : await processorMs(pid!) - before;
  const recovered = () => performance.now() - end;
  while (await timeOfPicture(server) > NORMAL * usual && recovered() < RECOVERY_LIMIT_MS);
  return { ...report, capacity, health, recoveryMs: recovered(), serverMs };
}

async function capacityOf(server: Asked): Promise<number> {
  let images = 0;
  const start = performance.now();
  const client = async () => {
    while (performance.now() - start < CAPACITY_MS) {
      await timeOfPicture(server);
      images++;
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
  return images * 1000 / (performance.now() - start);
}

/** Infinity where it is refused. */
async function timeOfPicture(server: Asked): Promise<number> {
  let status = 0;
  const ms = await timeOf(async () => {
    const reply = await server.fetch(PATH);
    status = reply.status;
    return reply;
  });
  return status === 200 ? ms : Infinity;
}

async function timeOf(ask: () => Promise<Response>): Promise<number> {
  const start = performance.now();
  const reply = await ask();
  await reply.arrayBuffer();
  return performance.now() - start;
}

async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const measured: number[] = [];
  for (let i = 0; i < count; i++) measured.push(await measure());
  return measured;
}
