import type { ConvolutionNode } from "./node.ts";

/** Channels that the plain and the WASM executor compute together. */
export const BLOCK = 8;

/** Weights in the order in which they are read: `[channels / 8][tap][input][8]`, 0 past the last channel. */
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
