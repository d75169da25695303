import { type Code, type FunctionBuilder, i32, type Local, sequence } from "../assembler/mod.ts";
import type { Linear } from "./linear.ts";

/** Sums of counters, kept up to date as loops advance: each is one addition a round, whatever it is used for. */
export class Pointers {
  readonly #locals = new Map<string, { local: Local; factors: readonly number[] }>();

  /** @param numbers All that will be read. */
  constructor(made: FunctionBuilder, numbers: readonly Linear[]) {
    for (const { factors } of numbers) {
      for (const scaled of [factors, times4(factors)]) {
        const key = String(scaled);
        if (scaled.every((factor) => factor === 0) || this.#locals.has(key)) continue;
        this.#locals.set(key, { local: made.local("i32"), factors: scaled });
      }
    }
  }

  /** What the counters add to a number. */
  count({ factors }: Linear): Code {
    return this.#locals.get(String(factors))?.local.get ?? i32.const(0);
  }

  /** What the counters add to the address of a word. */
  bytes({ factors }: Linear): Code {
    return this.#locals.get(String(times4(factors)))?.local.get ?? i32.const(0);
  }

  /** Sets all to where counters of some loops are; those of the others are 0. */
  start(counters: ReadonlyMap<number, Code>): Code {
    return sequence(...[...this.#locals.values()].map(({ local, factors }) => {
      const terms = [...counters]
        .filter(([k]) => factors[k] !== 0)
        .map(([k, counter]) => i32.mul(counter, i32.const(factors[k])));
      return local.set(
        terms.length === 0 ? i32.const(0) : terms.reduce((a, b) => i32.add(a, b)),
      );
    }));
  }

  /** Moves all as far as `rounds` of loop k do. */
  advance(k: number, rounds: number): Code {
    const moved = [...this.#locals.values()].filter(({ factors }) => factors[k] !== 0);
    if (rounds === 0) return [];
    return sequence(...moved.map(({ local, factors }) => local.increase(factors[k] * rounds)));
  }
}

const times4 = (factors: readonly number[]) => factors.map((factor) => factor * 4);
