import { type Bundle, CODEBOOK_WEIGHT } from "../core/bundle/mod.ts";
import type { Graph, Values } from "../core/graph/mod.ts";

/**
 * What a bundle feeds the parameters of its graphs, by their names. The codebook's own file decides, whatever type the
 * weights are stored in.
 */
export function modelValues(
  { weights, codebook }: Pick<Bundle, "weights" | "codebook">,
): Map<string, Float32Array> {
  const values = new Map(Array.from(weights, ([name, weight]) => [name, weight.values]));
  if (codebook) values.set(CODEBOOK_WEIGHT, codebook);
  return values;
}

/**
 * Checks that a bundle has the weights that a graph takes.
 * @throws {RangeError} If a weight is missing or of another shape.
 */
export function requireWeights(
  { parameters }: Graph,
  { weights }: Pick<Bundle, "weights">,
  values: ReadonlyMap<string, Values>,
): void {
  for (const [name, { tensor: { shape, size } }] of parameters) {
    const weight = weights.get(name);
    if (String(weight?.shape) === String(shape) && values.get(name)?.length === size) continue;
    throw new RangeError(
      `Cannot use weight "${name}": expected [${shape.join(", ")}], got ${
        weight ? `[${weight.shape.join(", ")}]` : "none"
      }`,
    );
  }
}
