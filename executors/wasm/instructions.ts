import { type Unsupported, unsupported } from "../../core/graph/mod.ts";
import type { ElementwiseOp } from "../position/node.ts";

/** Opcodes, as in `executors/wasm/kernels/kernels.ts`. */
export const OPCODE = {
  end: 0,
  convolution: 1,
  elementwise: 2,
  lookup: 3,
  argmin: 4,
  channel_sum: 5,
} as const;

/** Elementwise functions, as in `executors/wasm/kernels/elementwise.ts`. */
export const ELEMENTWISE: Readonly<Record<ElementwiseOp, number | Unsupported>> = {
  add: 0,
  sub: 1,
  mul: 2,
  div: 3,
  greater: 4,
  relu: 5,
  tanh: 6,
  sigmoid: 7,
  exp: 8,
  log: unsupported("the WASM kernels have no logarithm of four values"),
  sqrt: 9,
  scale: 10,
  gate: 11,
};

/** One instruction: an opcode, its size and the words that its kernel reads. */
export function instruction(opcode: number, words: readonly number[]): number[] {
  return [opcode, (words.length + 2) * 4, ...words];
}

/** The word that holds a float. */
export function floatWord(value: number): number {
  float[0] = value;
  return word[0];
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);
