import { type Unsupported, unsupported } from "../../core/graph/mod.ts";
import type { ElementwiseOp } from "../position/node.ts";
import * as abi from "./abi.ts";

/** The kernels' number of each elementwise function. */
export const ELEMENTWISE: Readonly<Record<ElementwiseOp, number | Unsupported>> = {
  add: abi.ADD,
  sub: abi.SUB,
  mul: abi.MUL,
  div: abi.DIV,
  greater: abi.GREATER,
  relu: abi.RELU,
  tanh: abi.TANH,
  sigmoid: abi.SIGMOID,
  exp: abi.EXP,
  log: unsupported("the WASM kernels have no logarithm of four values"),
  sqrt: abi.SQRT,
  scale: abi.SCALE,
  gate: abi.GATE,
};

/** A word of a header: where it is in bytes, and its value. */
export type HeaderWord = readonly [at: number, value: number];

/** One instruction: its header, with 0 where nothing is given, and the words that follow. */
export function instruction(
  opcode: number,
  { header, words }: { header: number; words: readonly HeaderWord[] },
  entries: readonly number[],
): number[] {
  const all = new Array<number>(header / 4).fill(0);
  all[0] = opcode;
  all[abi.SIZE_AT / 4] = header + entries.length * 4;
  for (const [at, value] of words) all[at / 4] = value;
  return [...all, ...entries];
}

/** The word that holds a float. */
export function floatWord(value: number): number {
  float[0] = value;
  return word[0];
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);
