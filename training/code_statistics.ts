/** How a codebook is used by a set of codes. */
export interface CodeStatistics {
  /** Share of the entries that occur, in [0, 1]. */
  readonly usage: number;
  /** Entropy of the codes without any context, in nats. */
  readonly unigramEntropy: number;
  /** e^entropy: how many entries are used as if all were equally frequent. */
  readonly perplexity: number;
}

/** Counts codes. @param size K. */
export function codeStatistics(codes: Uint32Array, size: number): CodeStatistics {
  const counts = new Float64Array(size);
  for (const code of codes) counts[code]++;
  let used = 0;
  let unigramEntropy = 0;
  for (const count of counts) {
    if (count === 0) continue;
    used++;
    const share = count / codes.length;
    unigramEntropy -= share * Math.log(share);
  }
  return { usage: used / size, unigramEntropy, perplexity: Math.exp(unigramEntropy) };
}
