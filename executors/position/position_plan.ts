import {
  ancestors,
  type OpName,
  requireKnownOp,
  type Tensor,
  type TensorOf,
  Unsupported,
  type Values,
} from "../../core/graph/mod.ts";
import type { InputNode, PlanNode, Shared, View } from "./node.ts";
import { NodeBuilder } from "./node_builder.ts";
import { type Rule, RULES } from "./rules.ts";

/** A single-image graph as nodes that are computed position by position. */
export interface PositionPlan {
  readonly input: InputNode;
  /** In topological order, the input first. */
  readonly nodes: readonly PlanNode[];
  readonly output: View;
  /** Values to compute again for each grid. */
  readonly perGrid: readonly Shared[];
}

/**
 * Plans a tensor of a graph of one image.
 * @param input What positions differ by: codes u32 `[1, h, w]` or pixels f32 `[1, c, h, w]`.
 * @param weights The parameters by name.
 * @throws {TypeError} If an op can't be computed at one position, naming the op and the reason, or the output's channels
 *   come after its positions.
 */
export function positionPlanOf(
  output: Tensor,
  input: Tensor,
  weights: ReadonlyMap<string, Values>,
): PositionPlan {
  const builder = new NodeBuilder(input, weights);
  for (const tensor of ancestors([output])) {
    if (!builder.dependsOnPosition(tensor)) continue;
    builder.set(tensor, viewOf(requireKnownOp(tensor), builder));
  }
  const view = builder.view(output);
  if (!view) {
    throw new TypeError(
      "Cannot order positions: expected an output that depends on the input, got none",
    );
  }
  if (view.axes === "nhwc" || view.axes === "pc") {
    throw new TypeError(
      `Cannot order positions: expected channels before positions, got axes ${view.axes}`,
    );
  }
  return { input: builder.input, nodes: builder.nodes, output: view, perGrid: builder.perGrid };
}

function viewOf<N extends OpName>(tensor: TensorOf<N>, builder: NodeBuilder): View {
  const rule: Rule<N> | Unsupported = RULES[tensor.op.name];
  if (rule instanceof Unsupported) throw rule.error(`order ${tensor.op.name} by position`);
  return rule(tensor, builder);
}
