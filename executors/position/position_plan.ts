import type { Tensor, Values } from "../../core/graph/mod.ts";
import { Builder } from "./builder.ts";
import type { InputNode, PlanNode, Shared } from "./node.ts";
import type { View } from "./view.ts";

/** A one-image graph as nodes that are computed position by position. */
export interface Plan {
  readonly input: InputNode;
  /** In topological order, the input first. */
  readonly nodes: readonly PlanNode[];
  readonly output: View;
  /** Values to compute anew for each grid. */
  readonly perGrid: readonly Shared[];
}

/**
 * Plans a tensor of a graph of one image.
 * @param input What positions differ by: codes u32 `[1, h, w]` or pixels f32 `[1, c, h, w]`.
 * @param weights The parameters by name.
 * @throws {TypeError} If an op has no form at one position.
 */
export function planOf(output: Tensor, input: Tensor, weights: ReadonlyMap<string, Values>): Plan {
  const builder = new Builder(input, weights);
  const view = builder.build(output);
  return { input: builder.input, nodes: builder.nodes, output: view, perGrid: builder.perGrid };
}
