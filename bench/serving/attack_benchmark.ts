import type { Benchmark } from "../benchmark.ts";
import { type BenchResult, exactResult } from "../result.ts";
import { type Attack, ATTACKS } from "./attackers.ts";
import { honestBeside } from "./honest_clients.ts";
import { percentile } from "./percentile.ts";
import { ServerProgram } from "./server_program.ts";
import { startWorkerd } from "./start_workerd.ts";

const NONE: Attack = () => Promise.resolve();
const RUNTIMES = { Deno: () => ServerProgram.start(), workerd: startWorkerd };

/** What honest clients have of a server that another client attacks, in Deno and in workerd. */
export const ATTACK: readonly Benchmark[] = Object.entries(RUNTIMES).map(([runtime, start]) => {
  const name = `serve, attack, ${runtime}`;
  return {
    name,
    run: async ({ effort }) => {
      const server = await start();
      const results: BenchResult[] = [];
      const shares: number[] = [];
      const times: number[] = [];
      try {
        for (const [attack, run] of Object.entries({ "no attack": NONE, ...ATTACKS })) {
          const { sent, served } = await honestBeside(server, run, effort.budget / 300);
          shares.push(100 * served.length / sent);
          times.push(percentile([...served], 0.99));
          results.push(...summary(`${name}, ${attack}`, shares.at(-1)!, times.at(-1)!));
        }
        const worst = summary(`${name}, worst of all`, Math.min(...shares), Math.max(...times));
        return [...results, ...worst];
      } finally {
        await server.end();
      }
    },
  };
});

function summary(name: string, share: number, within: number): BenchResult[] {
  return [
    exactResult(`${name}: served`, share, "%"),
    exactResult(`${name}: 99 of 100 within`, within, "ms"),
  ];
}
