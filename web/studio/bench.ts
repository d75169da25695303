/** A picture whose codes are edited; never changed, only replaced. */
export interface Bench {
  /** `[gh * gw]`. */
  readonly codes: readonly number[];
  /** Positions to redraw; their codes stay until then, so that they can be restored. */
  readonly erased: ReadonlySet<number>;
  /** The class its completion and its likelihood are given; unconditional where it is left out. */
  readonly class?: number;
}

/** A bench with a whole picture on it. @param codes `[gh * gw]`. */
export function benchOf(codes: ArrayLike<number>, label?: number): Bench {
  const whole = { codes: Array.from(codes), erased: new Set<number>() };
  return label === undefined ? whole : { ...whole, class: label };
}

/** Erases positions, or restores erased ones; the same bench where nothing changes. */
export function markErased(bench: Bench, positions: Iterable<number>, isErased: boolean): Bench {
  const erased = new Set(bench.erased);
  for (const position of positions) {
    if (isErased) erased.add(position);
    else erased.delete(position);
  }
  const isSame = erased.size === bench.erased.size && [...erased].every((p) => bench.erased.has(p));
  return isSame ? bench : { ...bench, erased };
}

/** Puts a code at a position, which is not erased then; the same bench where nothing changes. */
export function putCode(bench: Bench, position: number, code: number): Bench {
  if (bench.codes[position] === code && !bench.erased.has(position)) return bench;
  const codes = bench.codes.with(position, code);
  return markErased({ ...bench, codes }, [position], false);
}

/** What to keep of a picture that the model completes: `[gh * gw]`, null where it draws. */
export function keptCodes({ codes, erased }: Bench): (number | null)[] {
  return codes.map((code, position) => erased.has(position) ? null : code);
}
