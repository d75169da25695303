import type { Graph, Tensor } from "../core/graph/mod.ts";
import type { PriorInputs, Space } from "./contract.ts";

/** The input `codes` or `latents` of a graph, for `n` images. */
export function spaceInput(graph: Graph, space: Space, n: number): Tensor {
  const { height, width } = space;
  return space.kind === "codes"
    ? graph.input("codes", [n, height, width], "u32")
    : graph.input("latents", [n, space.channels, height, width]);
}

/** The inputs of a prior's graph for `n` images: what the space holds and, with classes, `class`. */
export function priorInputs(
  graph: Graph,
  { space, classes }: { space: Space; classes: number },
  n: number,
): PriorInputs {
  const drawn = spaceInput(graph, space, n);
  return { drawn, ...classes > 0 && { class: graph.input("class", [n], "u32") } };
}
