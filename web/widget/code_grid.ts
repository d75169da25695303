/** The codes of one image: a row each, as over HTTP, or all of them in raster order. */
export type CodeGrid<Code = number> = ArrayLike<Code> | ArrayLike<ArrayLike<Code>>;

/** @returns `[gh * gw]`. */
export function flatCodes<Code extends number | null>(grid: CodeGrid<Code>): Code[] {
  return Array.from<Code | ArrayLike<Code>>(grid)
    .flatMap((item) => typeof item === "object" && item !== null ? Array.from(item) : [item]);
}

/** @param codes `[gh * gw]`. @returns `[gh][gw]`. */
export function codeRows(codes: ArrayLike<number>, width: number): number[][] {
  const all = Array.from(codes);
  return Array.from(
    { length: Math.ceil(all.length / width) },
    (_, row) => all.slice(row * width, (row + 1) * width),
  );
}
