/** How often entries occur in pictures, and where. */
export interface Usage {
  /** Pictures counted. */
  readonly pictures: number;
  /** `[K]`. */
  readonly counts: Uint32Array;
  /** Of each entry, some places where it occurs, each in another picture. */
  readonly places: readonly (readonly Place[])[];
}

/** A position of a counted picture. */
export interface Place {
  /** Index among the pictures, in the order counted. */
  readonly picture: number;
  readonly position: number;
}

/** Places kept of an entry. */
const PLACES = 12;

/** Nothing counted yet. @param size K. */
export function noUsage(size: number): Usage {
  return { pictures: 0, counts: new Uint32Array(size), places: Array(size).fill([]) };
}

/** Counts more pictures. @param grids `[gh * gw]` each. */
export function countMore(usage: Usage, grids: readonly ArrayLike<number>[]): Usage {
  const counts = usage.counts.slice();
  const places = usage.places.map((some) => [...some]);
  grids.forEach((codes, i) => {
    const picture = usage.pictures + i;
    for (let position = 0; position < codes.length; position++) {
      const code = codes[position];
      counts[code]++;
      const some = places[code];
      if (some.length < PLACES && some.at(-1)?.picture !== picture) {
        some.push({ picture, position });
      }
    }
  });
  return { pictures: usage.pictures + grids.length, counts, places };
}

/** Perplexity of the usage: the effective number of entries in use. */
export function perplexity({ counts }: Usage): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let entropy = 0;
  for (const count of counts) {
    if (count > 0) entropy -= (count / total) * Math.log(count / total);
  }
  return Math.exp(entropy);
}
