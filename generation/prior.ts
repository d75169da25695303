import { Graph, type Tensor, type Values } from "../core/graph/mod.ts";
import { pixelCnnLogits } from "../models/priors/pixel_cnn.ts";
import type { PixelCnnConfig } from "../models/priors/pixel_cnn_config.ts";

/** A trained prior as the graph of one grid. */
export interface Prior {
  readonly config: PixelCnnConfig;
  readonly graph: Graph;
  /** Input u32 `[1, gh, gw]` of the name "codes"; with classes there is an input "class", u32 `[1]`. */
  readonly codes: Tensor;
  /** `[1, k, gh, gw]`. */
  readonly logits: Tensor;
  /** Parameters by name. */
  readonly weights: ReadonlyMap<string, Values>;
}

/** Builds the graph that samplers run. */
export function buildPrior(config: PixelCnnConfig, weights: ReadonlyMap<string, Values>): Prior {
  const graph = new Graph();
  const codes = graph.input("codes", [1, config.grid.height, config.grid.width], "u32");
  const label = config.classes > 0 ? { class: graph.input("class", [1], "u32") } : {};
  const logits = pixelCnnLogits(graph, config, { codes, ...label });
  return { config, graph, codes, logits, weights };
}

/** Inputs of a prior besides the codes. @param label In [0, classes]; `classes` is unconditional. */
export function labelFeed({ config }: Prior, label: number): Map<string, Values> {
  return new Map(config.classes > 0 ? [["class", Uint32Array.of(label)]] : []);
}
