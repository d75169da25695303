import {
  type Code,
  f32,
  forEach,
  type FunctionBuilder,
  i32,
  sequence,
  v128,
} from "../assembler/mod.ts";

/** Copies and zeros up to this many words are written without a loop. */
const UNROLLED = 64;
/** Words of one round of a loop. */
const STEP = 16;

/** Addresses in bytes, of words that do not overlap. */
export interface Copy {
  readonly to: Code;
  readonly from: Code;
  /** How many, at least 1. */
  readonly words: number;
}

/** Statements that copy a constant number of words, four at a time; the last vector may overlap the one before. */
export function copyWords(made: FunctionBuilder, { to, from, words }: Copy): Code {
  const target = made.local("i32");
  const source = made.local("i32");
  const start = sequence(target.set(to), source.set(from));
  if (words < 4) {
    const each = Array.from({ length: words }, (_, i) => i * 4);
    return sequence(
      start,
      ...each.map((at) => f32.store(target.get, f32.load(source.get, at), at)),
    );
  }
  return sequence(
    start,
    inVectors(made, words, {
      vector: (at) => v128.store(target.get, v128.load(source.get, at), at),
      advance: sequence(target.increase(STEP * 4), source.increase(STEP * 4)),
    }),
  );
}

/** Statements that write zeros to a constant number of words, at least 4. */
export function zeroWords(made: FunctionBuilder, to: Code, words: number): Code {
  const target = made.local("i32");
  const zero = v128.const([0, 0, 0, 0]);
  return sequence(
    target.set(to),
    inVectors(made, words, {
      vector: (at) => v128.store(target.get, zero, at),
      advance: target.increase(STEP * 4),
    }),
  );
}

/** What happens to one vector, `at` bytes from the addresses, and how these move on by a step. */
interface Vectors {
  vector(at: number): Code;
  readonly advance: Code;
}

function inVectors(made: FunctionBuilder, words: number, { vector, advance }: Vectors): Code {
  const rounds = words > UNROLLED ? Math.floor((words - 4) / STEP) : 0;
  const round = made.local("i32");
  return sequence(
    forEach(round, { to: i32.const(rounds) }, ...vectorsOf(STEP).map(vector), advance),
    ...vectorsOf(words - rounds * STEP).map(vector),
  );
}

/** Bytes from the first of at least 4 words to the vectors that cover them all. */
function vectorsOf(words: number): number[] {
  const starts: number[] = [];
  for (let at = 0; at < words; at += 4) starts.push(Math.min(at, words - 4) * 4);
  return starts;
}
