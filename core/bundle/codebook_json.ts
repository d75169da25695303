/** What a codebook is about. */
interface CodebookShape {
  /** Id of the bundle. */
  readonly model: string;
  readonly size: number;
  readonly dim: number;
}

/**
 * The text of `codebook.json`: `{"model", "size", "dim", "vectors"}`, entry `k` in `vectors[k]`, one
 * line each. A number reads back as exactly the f32 that it was.
 *
 * @param codebook `[size, dim]`, finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const text = codebookJson(Float32Array.of(1, 0.5, -2, 0.25), { model: "a", size: 2, dim: 2 });
 * assertEquals(JSON.parse(text).vectors[1], [-2, 0.25]);
 * ```
 */
export function codebookJson(
  codebook: Float32Array,
  { model, size, dim }: CodebookShape,
): string {
  const head = JSON.stringify({ model, size, dim }).slice(0, -1);
  const rows = Array.from({ length: size }, (_, k) => {
    return JSON.stringify(Array.from(codebook.subarray(k * dim, (k + 1) * dim)));
  });
  return `${head},"vectors":[\n${rows.join(",\n")}\n]}\n`;
}
