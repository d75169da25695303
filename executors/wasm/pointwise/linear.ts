/** A whole number that is linear in the counters of loops: `constant + Σ factors[k] * counter k`. */
export interface Linear {
  readonly constant: number;
  /** One for each loop. */
  readonly factors: readonly number[];
}

/** A number that no counter changes. */
export function fixed(constant: number, loops: number): Linear {
  return { constant, factors: new Array<number>(loops).fill(0) };
}

/** a + n. */
export function shifted(a: Linear, n: number): Linear {
  return { constant: a.constant + n, factors: a.factors };
}

/** Σ terms[i] * weights[i]. */
export function weighted(
  terms: readonly Linear[],
  weights: readonly number[],
  loops: number,
): Linear {
  const sum = new Array<number>(loops).fill(0);
  let constant = 0;
  terms.forEach((term, i) => {
    constant += term.constant * weights[i];
    term.factors.forEach((factor, k) => sum[k] += factor * weights[i]);
  });
  return { constant, factors: sum };
}

/** The greatest value over the counters, counter k below `extents[k]`. Factors are not negative. */
export function greatest({ constant, factors }: Linear, extents: readonly number[]): number {
  return factors.reduce((sum, factor, k) => sum + factor * (extents[k] - 1), constant);
}
