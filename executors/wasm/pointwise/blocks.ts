import {
  type FunctionBuilder,
  i32,
  i32x4,
  leave,
  type ModuleBuilder,
  v128,
  when,
} from "../assembler/mod.ts";
import { exp, sigmoid, tanh } from "./elementary.ts";
import { LANES } from "./lanes.ts";
import { type Form, Statements } from "./statements.ts";
import { firstWord } from "./threefry.ts";

/** Most elements of a block. */
export const BLOCK = 256;
/** A block is computed up to a multiple of these many elements. */
const STEP = 32;

/** Ops of many instructions. The first input is of each element, the others are the same for all. */
export const BLOCK_FORMS = {
  exp: ([x], to) => exp(x, to),
  sigmoid: ([x], to) => sigmoid(x, to),
  tanh: ([x], to) => tanh(x, to),
  threefry: ([counter0, key0, key1, counter1], to) =>
    firstWord({ key0, key1, counter0, counter1 }, to),
} as const satisfies Readonly<Record<string, Form>>;

/** Name of an op that blocks are computed by. */
export type BlockOp = keyof typeof BLOCK_FORMS;

/** What one block function computes. */
export interface BlockShape {
  readonly op: BlockOp;
  /** How many numbers there are that are the same for all elements. */
  readonly numbers: number;
  /** Address of the block, a multiple of 16. */
  readonly address: number;
  /** Elements of the block, a multiple of 8; {@link BLOCK} by default. */
  readonly length?: number;
}

/**
 * A function (count, number 0, number 1 …) that applies an op to the first `count` elements of a block, rounded up to a
 * multiple of 32, in place. Addresses are constant, so that V8 can join pairs of vectors into one of 256 bits: tanh then
 * takes three quarters of the time, Threefry half.
 */
export function blockFunction(
  module: ModuleBuilder,
  { op, numbers, address, length = BLOCK }: BlockShape,
): FunctionBuilder {
  const made = module.function({ parameters: ["i32", ...Array(numbers).fill("i32")] });
  const [count, ...others] = made.parameters;
  const to = new Statements(made);
  const shared = others.map((it) => to.hold(i32x4.splat(it.get)));
  for (let first = 0; first < length; first += 2 * LANES) {
    if (first > 0 && first % STEP === 0) {
      to.add(when(i32.le_u(count.get, i32.const(first)), leave()));
    }
    const places = [0, 1].map((i) => address + 4 * (first + i * LANES));
    const inputs = places.map((place) => to.hold(v128.load(i32.const(0), place)));
    const results = inputs.map((x) => to.hold(BLOCK_FORMS[op]([x, ...shared], to)));
    results.forEach((it, i) => to.add(v128.store(i32.const(0), it, places[i])));
  }
  made.add(to.code);
  return made;
}
