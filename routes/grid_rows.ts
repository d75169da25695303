import { outOfRange } from "./http/problem.ts";
import type { ServedModel } from "./served_model.ts";

/** Codes `[gh * gw]` as rows. */
export function gridOf(codes: Uint32Array, width: number): number[][] {
  const rows: number[][] = [];
  for (let start = 0; start < codes.length; start += width) {
    rows.push(Array.from(codes.subarray(start, start + width)));
  }
  return rows;
}

/**
 * The rows of a grid joined, checked against the model.
 *
 * @param path Of the grid in the request.
 * @throws {Problem} 422 if its shape is not the model's or a code is outside the codebook.
 */
export function flatGrid<Code extends number | null>(
  rows: readonly (readonly Code[])[],
  { grid, codebook }: ServedModel["manifest"],
  path: string,
): Code[] {
  const shaped = rows.length === grid.height && rows.every((row) => row.length === grid.width);
  if (!shaped) throw outOfRange(path, `it must be ${grid.height} rows of ${grid.width} codes`);
  rows.forEach((row, h) =>
    row.forEach((code, w) => {
      if (code === null || code < codebook.size) return;
      throw outOfRange(`${path}.${h}.${w}`, `a code must be below ${codebook.size}`);
    })
  );
  return rows.flat() as Code[];
}
