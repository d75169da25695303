import type { ConvolutionNode, LookupNode } from "../plan/node.ts";
import { BLOCK, pitchOf } from "./layout.ts";

/** Weights as the kernels read them: `[channels / 8][tap][input][8]`, 0 past the last channel. */
export function packWeight({ weight, channels, source, tapCount }: ConvolutionNode): Float32Array {
  const inputs = source.channels;
  const packed = new Float32Array(Math.ceil(channels / BLOCK) * BLOCK * inputs * tapCount);
  for (let channel = 0; channel < channels; channel++) {
    const base = (channel - channel % BLOCK) * inputs * tapCount + channel % BLOCK;
    for (let i = 0; i < inputs; i++) {
      for (let tap = 0; tap < tapCount; tap++) {
        packed[base + (tap * inputs + i) * BLOCK] = weight[(channel * inputs + i) * tapCount + tap];
      }
    }
  }
  return packed;
}

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
