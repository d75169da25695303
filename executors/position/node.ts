import type { DType, OpName, Tensor, Values } from "../../core/graph/mod.ts";
import type { TapTable } from "../../core/graph/ops/conv_sum.ts";

/**
 * What the axes of a tensor of one image are: batch, channel, row and column, or p, rows and columns in one.
 */
export type Axes = "nchw" | "nhwc" | "nhw" | "pc" | "p";

/** A box of a node: what slices, transposes and reshapes make without moving a value. */
export interface View {
  readonly node: PlanNode;
  readonly axes: Axes;
  /** First row, column and channel in the node. */
  readonly start: readonly [row: number, column: number, channel: number];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** One tensor of a single-image graph, stored channels-last: each of its positions can be computed on its own. */
export interface NodeSides {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Fed from outside: a grid of codes, or pixels. */
export interface InputNode extends NodeSides {
  readonly kind: "input";
  readonly dtype: DType;
}

/** y[p] = table[codes[p]]. */
export interface LookupNode extends NodeSides {
  readonly kind: "lookup";
  /** `[k, channels]`. */
  readonly table: Values;
  readonly codes: View;
}

/** y[p, o] = Σ over the taps of p, then over channels i, of x[place, i] * weight[o, i, tap]. */
export interface ConvolutionNode extends NodeSides {
  readonly kind: "convolution";
  readonly source: View;
  readonly table: TapTable;
  readonly tapCount: number;
  /** `[channels, source channels, taps]`. */
  readonly weight: Values;
  /** Added, `[channels]`; see `fuse()`. */
  readonly bias?: Float32Array;
  /** Whether a relu follows; see `fuse()`. */
  readonly rectified?: boolean;
}

/** Ops of one or two values of the same position and channel; `gate` is tanh(a) * sigmoid(b). */
export type ElementwiseOp =
  | Extract<OpName, "add" | "sub" | "mul" | "div" | "greater">
  | Extract<OpName, "relu" | "tanh" | "sigmoid" | "exp" | "log" | "sqrt" | "scale">
  | "gate";

/** y[p, c] = f(a[p, c], b[p, c]); an operand with one channel applies to all of them. */
export interface ElementwiseNode extends NodeSides {
  readonly kind: "elementwise";
  readonly op: ElementwiseOp;
  /** Of `scale`: factor * a + offset. */
  readonly factor: number;
  readonly offset: number;
  readonly operands: readonly Operand[];
}

/** y[p] = the lowest channel of x[p] with the smallest value, u32. */
export interface ArgminNode extends NodeSides {
  readonly kind: "argmin";
  readonly source: View;
}

/** y[p] = Σ over channels of x[p, c]. */
export interface ChannelSumNode extends NodeSides {
  readonly kind: "channel_sum";
  readonly source: View;
}

export type PlanNode =
  | InputNode
  | LookupNode
  | ConvolutionNode
  | ElementwiseNode
  | ArgminNode
  | ChannelSumNode;

/** An operand of an elementwise op: values per position, or `channels` values shared by all positions. */
export type Operand = View | Shared;

/** One value per channel, the same at all positions. */
export interface Shared {
  readonly values: Float32Array;
  /** Set if another input changes the values: they are then recomputed from this tensor for each grid. */
  readonly tensor?: Tensor;
}

/** Whether an operand differs between positions. */
export function isView(operand: Operand): operand is View {
  return "node" in operand;
}

/** The views that a node is computed from. */
export function viewsOf(node: PlanNode): View[] {
  switch (node.kind) {
    case "input":
      return [];
    case "lookup":
      return [node.codes];
    case "elementwise":
      return node.operands.filter(isView);
    case "convolution":
    case "argmin":
    case "channel_sum":
      return [node.source];
  }
}
