import type { Manifest } from "../../../core/bundle/mod.ts";
import { PageModelError } from "../runtime/page_model.ts";

/** The codes of one image: a row each, as over HTTP, or all of them in raster order. */
export type CodeGrid<Code = number> = ArrayLike<Code> | ArrayLike<ArrayLike<Code>>;

/**
 * Codes of one image, in raster order.
 * @param act What they are for.
 * @returns `[gh * gw]`.
 * @throws {PageModelError} `invalid` if the model has no such grid.
 */
export function requireCodes<Code extends number | null>(
  grid: CodeGrid<Code>,
  { grid: { height, width }, codebook: { size } }: Manifest,
  act: string,
): Code[] {
  const codes = Array.from<Code | ArrayLike<Code>>(grid)
    .flatMap((item) => typeof item === "object" && item !== null ? Array.from(item) : [item]);
  if (codes.length !== height * width) {
    throw refusal(act, `codes must be ${height}×${width}: there are ${codes.length}`);
  }
  const wrong = codes.find((code) =>
    code !== null && !(Number.isInteger(code) && code >= 0 && code < size)
  );
  if (wrong === undefined) return codes;
  throw refusal(act, `codes must be whole numbers in [0, ${size}): one is [${String(wrong)}]`);
}

/** @param codes `[gh * gw]`. @returns `[gh][gw]`. */
export function codeRows(codes: ArrayLike<number>, width: number): number[][] {
  const all = Array.from(codes);
  return Array.from(
    { length: Math.ceil(all.length / width) },
    (_, row) => all.slice(row * width, (row + 1) * width),
  );
}

function refusal(act: string, reason: string): PageModelError {
  return new PageModelError("invalid", `Cannot ${act} as ${reason}`);
}
