import type { Weight } from "../core/bundle/mod.ts";
import type { Graph, Values } from "../core/graph/mod.ts";

/** The weights of one stage of a bundle by the names of its models: `prior.head.…` is `head.…`. */
export function stageWeights(
  weights: ReadonlyMap<string, Weight>,
  stage: "autoencoder" | "prior",
): Map<string, Values> {
  const own = new Map<string, Values>();
  for (const [name, { values }] of weights) {
    if (name.startsWith(`${stage}.`)) own.set(name.slice(stage.length + 1), values);
  }
  return own;
}

/**
 * Checks that a bundle has what a graph of a stage takes.
 * @throws {RangeError} If a weight is missing or of another shape.
 */
export function requireWeights(
  graph: Graph,
  weights: ReadonlyMap<string, Weight>,
  stage: "autoencoder" | "prior",
): void {
  for (const [name, { tensor: { shape } }] of graph.parameters) {
    const weight = weights.get(`${stage}.${name}`);
    if (String(weight?.shape) === String(shape)) continue;
    throw new RangeError(
      `Cannot use weight "${stage}.${name}" as it must be [${shape.join(", ")}]: ${
        weight ? `shape is [${weight.shape.join(", ")}]` : "there is none"
      }`,
    );
  }
}
