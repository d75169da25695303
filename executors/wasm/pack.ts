import type { LookupNode } from "../position/node.ts";
import { BLOCK } from "../position/pack_weight.ts";
import { pitchOf } from "./layout.ts";

/** Values, and zeros up to a whole block. */
export function packBias(values: Float32Array): Float32Array {
  const packed = new Float32Array(Math.ceil(values.length / BLOCK) * BLOCK);
  packed.set(values);
  return packed;
}

/** The rows of a table, each padded with zeros to a whole block. */
export function packTable(node: LookupNode): Float32Array {
  const { table, channels } = node;
  const pitch = pitchOf(node) / 4;
  const rows = table.length / channels;
  const packed = new Float32Array(rows * pitch);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) packed[row * pitch + c] = table[row * channels + c];
  }
  return packed;
}
