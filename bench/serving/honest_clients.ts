import { encodePng } from "../../core/image/mod.ts";
import type { Attack, Target } from "./attackers.ts";

/** What became of the requests of honest clients. */
export interface Honest {
  readonly sent: number;
  /** Milliseconds of each that was answered 200. */
  readonly served: readonly number[];
  /** Of the others, by status; 0 where there was no answer. */
  readonly refused: ReadonlyMap<number, number>;
}

const CLIENTS = 3;
/** Between the requests of one client. */
const PAUSE_MS = 100;

/** Starts an attack, and has honest clients of other addresses ask for pictures and codes meanwhile. */
export async function honestBeside(
  target: Target,
  attack: Attack,
  seconds: number,
): Promise<Honest> {
  const stop = new AbortController();
  const attacking = attack(target, stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 500));
  try {
    return await honest(target, seconds);
  } finally {
    stop.abort();
    await attacking;
  }
}

async function honest({ address }: Target, seconds: number): Promise<Honest> {
  const served: number[] = [];
  const refused = new Map<number, number>();
  let sent = 0;
  const body = encodePng({ height: 64, width: 64, channels: 3, pixels: new Uint8Array(12288) });
  const end = performance.now() + seconds * 1000;
  const client = async (name: number) => {
    const http = Deno.createHttpClient({ localAddress: `127.0.0.${10 + name}` });
    const ask = [
      () => fetch(`${address}/generate?seed=${sent}&class=1`, { client: http }),
      () => {
        const headers = { "content-type": "image/png" };
        return fetch(`${address}/encode`, { method: "POST", headers, body, client: http });
      },
    ];
    for (let i = 0; performance.now() < end; i++) {
      const start = performance.now();
      const status = await ask[i % 2]().then(async (reply) => {
        await reply.arrayBuffer();
        return reply.status;
      }, () => 0);
      sent++;
      const ms = performance.now() - start;
      if (status === 200) served.push(ms);
      else refused.set(status, (refused.get(status) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, PAUSE_MS - ms)));
    }
    http.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)));
  return { sent, served, refused };
}
