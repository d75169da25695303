import type { Benchmark } from "../benchmark.ts";
import { exactResult } from "../result.ts";
import { type Attack, ATTACKS } from "./attackers.ts";
import { honestBeside } from "./honest_clients.ts";
import { percentile } from "./percentile.ts";
import { ServerProgram } from "./server_program.ts";

const NONE: Attack = () => Promise.resolve();

/** What honest clients have of a server that another client attacks. */
export const ATTACK: readonly Benchmark[] = Object.entries({ none: NONE, ...ATTACKS }).map(
  ([attack, run]) => {
    const name = `serve, attack: ${attack}`;
    return {
      name,
      run: async ({ effort }) => {
        const server = await ServerProgram.start();
        try {
          const { sent, served } = await honestBeside(server, run, effort.budget / 100);
          return [
            exactResult(`${name}: served`, 100 * served.length / sent, "%"),
            exactResult(`${name}: 99 of 100 within`, percentile([...served], 0.99), "ms"),
          ];
        } finally {
          await server.end();
        }
      },
    };
  },
);
