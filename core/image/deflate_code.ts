import { reverseBits } from "./inflate_code.ts";

/** A Huffman code for encoding. */
export interface DeflateCode {
  /** Code length of each symbol, 0 for symbols without a code. */
  readonly lengths: Uint8Array;
  /** The codes, least significant bit first. */
  readonly codes: Uint16Array;
}

/**
 * The Huffman code for symbols with these counts. At least two symbols get a code, as some decoders refuse fewer. The
 * same counts give the same code on every machine.
 */
export function huffmanCode(counts: Uint32Array, maxLength: number): DeflateCode {
  const frequencies = counts.slice();
  for (let symbol = 0; used(frequencies) < 2; symbol++) frequencies[symbol] ||= 1;
  let lengths = huffmanLengths(frequencies);
  while (lengths.some((length) => length > maxLength)) {
    frequencies.forEach((frequency, symbol) => frequencies[symbol] = (frequency + 1) >>> 1);
    lengths = huffmanLengths(frequencies);
  }
  return canonicalCode(lengths);
}

/** The canonical code of these lengths. Source: RFC 1951, section 3.2.2. */
export function canonicalCode(lengths: Uint8Array): DeflateCode {
  const codes = new Uint16Array(lengths.length);
  for (let length = 1, code = 0; length <= 15; length++, code <<= 1) {
    lengths.forEach((other, symbol) => {
      if (other === length) codes[symbol] = reverseBits(code++, length);
    });
  }
  return { lengths, codes };
}

/** Depths of the Huffman tree: merges the two rarest nodes until one is left. */
function huffmanLengths(frequencies: Uint32Array): Uint8Array {
  const leaves = [...frequencies.keys()].filter((symbol) => frequencies[symbol] > 0)
    .sort((a, b) => frequencies[a] - frequencies[b] || a - b);
  // The leaves in order, then the merged nodes, which also come in order of weight.
  const weights = leaves.map((symbol) => frequencies[symbol]);
  const parents: number[] = [];
  let leaf = 0, joined = leaves.length;
  const rarest = () => {
    const takesLeaf = leaf < leaves.length &&
      (joined >= weights.length || weights[leaf] <= weights[joined]);
    return takesLeaf ? leaf++ : joined++;
  };
  while (weights.length < 2 * leaves.length - 1) {
    const a = rarest(), b = rarest();
    parents[a] = parents[b] = weights.length;
    weights.push(weights[a] + weights[b]);
  }
  const depths = new Array<number>(weights.length).fill(0);
  for (let node = weights.length - 2; node >= 0; node--) depths[node] = depths[parents[node]] + 1;
  const lengths = new Uint8Array(frequencies.length);
  leaves.forEach((symbol, node) => lengths[symbol] = Math.min(depths[node], 255));
  return lengths;
}

function used(frequencies: Uint32Array): number {
  return frequencies.reduce((count, frequency) => count + (frequency > 0 ? 1 : 0), 0);
}
