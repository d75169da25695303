import { type Code, i32, i32x4, v128 } from "../assembler/mod.ts";
import type { Statements } from "./statements.ts";

/** Keys and counters of four lanes. */
export interface ThreefryInputs {
  readonly key0: Code;
  readonly key1: Code;
  readonly counter0: Code;
  readonly counter1: Code;
}

const PARITY = 0x1bd11bda;
const ROTATIONS = [[13, 15, 26, 6], [17, 29, 16, 24]];

/**
 * The first word of Threefry-2x32-20 in each lane, as `core/random/threefry.ts`.
 * Source: Salmon et al. 2011, https://doi.org/10.1145/2063384.2063405
 */
export function firstWord(
  { key0, key1, counter0, counter1 }: ThreefryInputs,
  to: Statements,
): Code {
  const key2 = to.hold(v128.xor(v128.xor(key0, key1), to.word(PARITY)));
  const keys = [key0, key1, key2];
  let x = to.hold(i32x4.add(counter0, key0));
  let y = to.hold(i32x4.add(key1, counter1));
  for (let group = 0; group < 5; group++) {
    for (const by of ROTATIONS[group % 2]) {
      x = to.hold(i32x4.add(x, y));
      y = to.hold(v128.xor(rotated(y, by), x));
    }
    x = to.hold(i32x4.add(x, keys[(group + 1) % 3]));
    const added = i32x4.add(keys[(group + 2) % 3], to.word(group + 1));
    y = to.hold(i32x4.add(y, added));
  }
  return x;
}

function rotated(word: Code, by: number): Code {
  const [up, down] = [by, 32 - by].map((count) => i32.const(count));
  return v128.or(i32x4.shl(word, up), i32x4.shr_u(word, down));
}
