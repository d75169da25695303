import type { Benchmark } from "../benchmark.ts";
import { type BenchResult, exactResult } from "../result.ts";
import { type Overload, overload } from "./overload.ts";
import { percentile } from "./percentile.ts";
import { ServerProgram } from "./server_program.ts";
import { startWorkerd } from "./start_workerd.ts";

const FACTOR = 10;

/** Ten times as many requests as the server can answer, over connections used again and new ones. */
export const OVERLOAD: readonly Benchmark[] = [
  { runtime: "Deno", keepAlive: true },
  { runtime: "Deno", keepAlive: false },
  { runtime: "workerd", keepAlive: true },
].map(({ runtime, keepAlive }) => {
  const connections = keepAlive ? "kept" : "new";
  const name = `serve, overload x${FACTOR}, ${runtime}, ${connections} connections`;
  return {
    name,
    run: async ({ effort }) => {
      const server = runtime === "Deno" ? await ServerProgram.start() : await startWorkerd();
      try {
        const seconds = effort.budget / 100;
        return results(name, await overload(server, { factor: FACTOR, seconds, keepAlive }));
      } finally {
        await server.end();
      }
    },
  };
});

function results(name: string, run: Overload): BenchResult[] {
  const accepted = run.replies.filter(({ status }) => status === 200).map(({ ms }) => ms);
  const refused = run.replies.filter(({ status }) => status === 503).map(({ ms }) => ms);
  const of = (what: string, value: number, unit: string) =>
    exactResult(`${name}: ${what}`, value, unit);
  const drawn = accepted.length / run.seconds;
  return [
    of("capacity", run.capacity, "images/s"),
    of("requests", run.sent, ""),
    of("requests without an answer", run.lost.length, ""),
    of("sent again after an idle connection was closed", run.resent, ""),
    of("answered with a picture", drawn, "images/s"),
    of("of the capacity", 100 * drawn / run.capacity, "%"),
    of("picture, 99 of 100 within", percentile(accepted, 0.99), "ms"),
    of("refusal, 99 of 100 within", percentile(refused, 0.99), "ms"),
    of("/healthz, 99 of 100 within", percentile(run.health, 0.99), "ms"),
    of("as quick as before again after", run.recoveryMs, "ms"),
    of("processor time of the server", (run.serverMs ?? NaN) / 1000, "s"),
    of("processor time of the sender", (run.senderMs ?? NaN) / 1000, "s"),
  ];
}
