import { processorMs } from "./process_usage.ts";
import { RawClient, type RawReply } from "./raw_client.ts";

/**
 * Sends requests at a fixed rate, whatever becomes of those before: a program of its own, so that the
 * one that measures has its event loop for itself. It prints {@link OpenLoopReport} as JSON.
 *
 * `deno run --allow-net=127.0.0.1 open_loop.ts '{"address", "path", "rate", "seconds", "keepAlive"}'`
 */

/** What to send; on this machine only, and for a minute at most. */
export interface OpenLoopPlan {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string;
  readonly path: string;
  /** Requests a second, up to 20,000. */
  readonly rate: number;
  /** Up to 60. */
  readonly seconds: number;
  /** Whether connections are used again, or each request opens one. */
  readonly keepAlive: boolean;
}

/** One reply. */
export interface OpenLoopReply extends RawReply {
  /** Milliseconds since the request was sent. */
  readonly ms: number;
}

export interface OpenLoopReport {
  readonly sent: number;
  /** Requests that got no reply: why. */
  readonly lost: readonly string[];
  readonly replies: readonly OpenLoopReply[];
  /** Requests sent again because the server had closed the idle connection that they took. */
  readonly resent: number;
  /** From the first request to the last reply. */
  readonly seconds: number;
  /** Processor time that sending took, in milliseconds; undefined where there is no /proc. */
  readonly senderMs?: number;
}

async function send(plan: OpenLoopPlan): Promise<OpenLoopReport> {
  const { address, path, rate, seconds, keepAlive } = plan;
  const { hostname, port } = new URL(address);
  if (hostname !== "127.0.0.1" || !(rate <= 20_000) || !(seconds <= 60)) {
    throw new RangeError(
      `Cannot send requests: expected a plan within its bounds, got ${JSON.stringify(plan)}`,
    );
  }
  const client = new RawClient({ hostname, port: Number(port) }, path, keepAlive);
  const replies: OpenLoopReply[] = [];
  const lost: string[] = [];
  const one = async () => {
    const start = performance.now();
    try {
      const reply = await client.get();
      replies.push({ ...reply, ms: performance.now() - start });
    } catch (error) {
      lost.push(String(error));
    }
  };
  const total = Math.round(rate * seconds);
  const pending: Promise<void>[] = [];
  const start = performance.now();
  while (pending.length < total) {
    const due = Math.min(total, Math.ceil((performance.now() - start) * rate / 1000));
    while (pending.length < due) pending.push(one());
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  client.close();
  const { resent } = client;
  return { sent: total, lost, replies, resent, seconds: (performance.now() - start) / 1000 };
}

/** Runs the program. */
export async function sendOpenLoop(plan: OpenLoopPlan): Promise<OpenLoopReport> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net=127.0.0.1", import.meta.url, JSON.stringify(plan)],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reason = new Response(child.stderr).text();
  let report = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    report += text;
    if (report.endsWith("\n")) break;
  }
  const senderMs = await processorMs(child.pid).catch(() => undefined);
  await child.stdin.close(); // It ends then, and had no processor time that is not counted.
  const { success } = await child.status;
  if (success) return { ...JSON.parse(report), senderMs };
  throw new Error(`Cannot send requests: expected the program to end well, got ${await reason}`);
}

if (import.meta.main) {
  console.log(JSON.stringify(await send(JSON.parse(Deno.args[0]))));
  await Deno.stdin.read(new Uint8Array(1));
}
