import type { Bundle, Manifest } from "../core/bundle/mod.ts";
import type { Graph, Tensor, Values } from "../core/graph/mod.ts";
import { AbsentError } from "./abilities.ts";
import { modelGraphs } from "./model_graphs.ts";
import { modelValues } from "./model_values.ts";

/** What a prior draws: grids of codes, given a class where there are some. */
export interface PriorShape {
  readonly grid: { readonly height: number; readonly width: number };
  /** K: each code is below it. */
  readonly codebookSize: number;
  /** Number of classes; 0 without. */
  readonly classes: number;
}

/** A trained prior as the graph of one grid. */
export interface Prior {
  readonly shape: PriorShape;
  readonly graph: Graph;
  /** Input u32 `[1, gh, gw]` of the name "codes"; with classes there is an input "class", u32 `[1]`. */
  readonly codes: Tensor;
  /** `[1, k, gh, gw]`. */
  readonly logits: Tensor;
  /** Parameters by name. */
  readonly weights: ReadonlyMap<string, Values>;
}

/** The prior of a bundle. @throws {TypeError} If it has none. @throws {RangeError} If its graphs are of another model. */
export function bundlePrior(bundle: Bundle): Prior {
  const { prior } = modelGraphs(bundle.manifest, bundle.graphs);
  const shape = priorShape(bundle.manifest);
  if (!prior) throw new AbsentError("draw", bundle.manifest.id, "a prior");
  const { graph, input: codes, output: logits } = prior;
  return { shape, graph, codes, logits, weights: modelValues(bundle) };
}

/** What the prior of a bundle draws. @throws {TypeError} If the model has no codes. */
export function priorShape({ id, space, grid, classes }: Manifest): PriorShape {
  if (space.kind === "codes") {
    return { grid, codebookSize: space.size, classes: classes.length };
  }
  throw new TypeError(
    `Cannot draw codes with model "${id}": expected a space of codes, got latents`,
  );
}

/** Inputs of a prior besides the codes. @param label In [0, classes]; `classes` is unconditional. */
export function labelFeed({ shape }: Prior, label: number): Map<string, Values> {
  return new Map(shape.classes > 0 ? [["class", Uint32Array.of(label)]] : []);
}
