/** Nats in a bit. */
const LN_2 = Math.LN2;

/** What a heat map of log-likelihoods shows. */
export interface Heat {
  /** `[gh * gw]`: surprise of each code in nats, at least 0. */
  readonly nats: Float64Array;
  /** `[gh * gw]` in [0, 1]: the surprise as a share of the scale. */
  readonly shares: Float64Array;
  /** The surprise at share 1: twice that of a code which the model knows nothing about, ln K. */
  readonly scale: number;
  /** Nats of the whole grid, at most 0. */
  readonly total: number;
}

/** @param logLikelihoods `[gh * gw]`, nats of each code given those before it. @param size K. */
export function heatOf(logLikelihoods: Float64Array, size: number): Heat {
  const scale = 2 * Math.log(size);
  const nats = logLikelihoods.map((it) => Math.max(0, -it));
  return {
    nats,
    shares: nats.map((it) => Math.min(1, it / scale)),
    scale,
    total: -nats.reduce((sum, it) => sum + it, 0),
  };
}

/** A log-likelihood in nats, and as the bits needed to encode the codes. */
export function likelihoodText(nats: number): string {
  return `${minus(nats.toFixed(1))} nats, ${(Math.abs(nats) / LN_2).toFixed(1)} bits`;
}

function minus(number: string): string {
  return number.replace("-", "−").replace(/^−(0\.0)$/, "$1");
}
