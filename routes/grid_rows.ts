import { outOfRange } from "./http/problem.ts";
import { codeSpaceOf, type ServedModel } from "./served_model.ts";

/** Codes `[gh * gw]`, or numbers of as wide a grid, as rows. */
export function gridOf(codes: Uint32Array | Float32Array, width: number): number[][] {
  const rows: number[][] = [];
  for (let start = 0; start < codes.length; start += width) {
    rows.push(Array.from(codes.subarray(start, start + width)));
  }
  return rows;
}

/**
 * Latents of one picture one after another, checked against the model.
 * @param path Where they stand in the request.
 * @throws {Problem} 422 if their shape is not the model's.
 */
export function flatLatents(
  channels: readonly (readonly (readonly number[])[])[],
  { manifest: { space } }: Pick<ServedModel, "manifest">,
  path: string,
): Float32Array {
  if (space.kind === "codes") throw outOfRange(path, "this model takes codes");
  const { height, width } = space;
  const fits = channels.length === space.channels && channels.every((rows) => {
    return rows.length === height && rows.every((row) => row.length === width);
  });
  if (fits) return Float32Array.from(channels.flat(2));
  throw outOfRange(path, `it must be ${space.channels} channels of ${height} rows of ${width}`);
}

/**
 * The rows of a grid joined, checked against the model.
 *
 * @param path Of the grid in the request.
 * @throws {Problem} 422 if its shape is not the model's or a code is outside the codebook.
 */
export function flatGrid<Code extends number | null>(
  rows: readonly (readonly Code[])[],
  model: Pick<ServedModel, "manifest">,
  path: string,
): Code[] {
  const { size, ...grid } = codeSpaceOf(model, path);
  const shaped = rows.length === grid.height && rows.every((row) => row.length === grid.width);
  if (!shaped) throw outOfRange(path, `it must be ${grid.height} rows of ${grid.width} codes`);
  rows.forEach((row, h) =>
    row.forEach((code, w) => {
      if (code === null || code < size) return;
      throw outOfRange(`${path}.${h}.${w}`, `a code must be below ${size}`);
    })
  );
  return rows.flat() as Code[];
}
