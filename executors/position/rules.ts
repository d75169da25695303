import {
  isOp,
  type OpName,
  type Tensor,
  type TensorOf,
  type Unsupported,
  unsupported,
} from "../../core/graph/mod.ts";
import { convolution, product, transposedConvolution } from "./convolution_rules.ts";
import type { ArgminNode, Axes, ChannelSumNode, ElementwiseOp, Operand, View } from "./node.ts";
import type { NodeBuilder } from "./node_builder.ts";
import { refusal } from "./refusal.ts";

/** How one op is computed at one position, given that at least one of its inputs depends on the input. */
export type Rule<N extends OpName> = (tensor: TensorOf<N>, builder: NodeBuilder) => View;

const ONLY_TRAINING = unsupported("only training computes it");

/** How each op is computed where it depends on the input. */
export const RULES: { readonly [N in OpName]: Rule<N> | Unsupported } = {
  add: elementwise("add"),
  argmin: (tensor, builder) =>
    overChannels(tensor, builder, { kind: "argmin", axes: [tensor.attributes.axis] }),
  broadcast_to: unsupported("elementwise ops repeat values themselves"),
  concat: unsupported("no node joins the channels of others"),
  conv2d: convolution,
  conv2d_weight_gradient: ONLY_TRAINING,
  conv_transpose2d: transposedConvolution,
  cross_entropy: ONLY_TRAINING,
  div: elementwise("div"),
  dropout: ONLY_TRAINING,
  embedding: lookup,
  exp: elementwise("exp"),
  greater: elementwise("greater"),
  log: elementwise("log"),
  log_softmax: unsupported("no node normalises over channels"),
  matmul: product,
  mul: elementwise("mul"),
  one_hot: unsupported("no node spreads a code over channels"),
  pad: unsupported("only convolutions pad"),
  reduce_sum: (tensor, builder) =>
    overChannels(tensor, builder, { kind: "channel_sum", ...tensor.attributes }),
  relu: elementwise("relu"),
  reshape: merged,
  scale: elementwise("scale"),
  select: unsupported("no node chooses between two values"),
  sigmoid: elementwise("sigmoid"),
  slice: box,
  softmax: unsupported("no node normalises over channels"),
  sqrt: elementwise("sqrt"),
  stop_gradient: ({ inputs: [x] }, builder) => builder.view(x)!,
  sub: elementwise("sub"),
  tanh: elementwise("tanh"),
  transpose: reordered,
};

function lookup(tensor: TensorOf<"embedding">, builder: NodeBuilder): View {
  const [table, codes] = tensor.inputs;
  const source = builder.view(codes);
  if (source?.axes !== "nhw" && source?.axes !== "p") {
    throw refusal(tensor, "the codes as its input");
  }
  const { height, width } = source;
  const channels = table.shape[1];
  return builder.add(
    { kind: "lookup", height, width, channels, table: builder.constant(table), codes: source },
    source.axes === "p" ? "pc" : "nhwc",
  );
}

function overChannels(
  tensor: Tensor,
  builder: NodeBuilder,
  { kind, axes, keepDims = false }: {
    kind: "argmin" | "channel_sum";
    axes: readonly number[];
    keepDims?: boolean;
  },
): View {
  const source = builder.view(tensor.inputs[0])!;
  if (String(axes) !== String(source.axes.indexOf("c"))) {
    throw refusal(tensor, "the channels as its only axis");
  }
  const { height, width } = source;
  const left = source.axes.replace("c", "");
  if (left !== "p" && left !== "nhw") throw refusal(tensor, "x to have positions");
  const node: ArgminNode | ChannelSumNode = { kind, height, width, channels: 1, source };
  return builder.add(node, keepDims ? source.axes : left);
}

function box(tensor: TensorOf<"slice">, builder: NodeBuilder): View {
  const view = builder.view(tensor.inputs[0])!;
  if (!view.axes.includes("h")) throw refusal(tensor, "x to have rows and columns");
  const along = (axis: string) => view.axes.indexOf(axis);
  const { starts } = tensor.attributes;
  const channel = along("c");
  return {
    ...view,
    start: [
      view.start[0] + starts[along("h")],
      view.start[1] + starts[along("w")],
      view.start[2] + (channel < 0 ? 0 : starts[channel]),
    ],
    height: tensor.shape[along("h")],
    width: tensor.shape[along("w")],
    channels: channel < 0 ? 1 : tensor.shape[channel],
  };
}

function reordered(tensor: TensorOf<"transpose">, builder: NodeBuilder): View {
  const view = builder.view(tensor.inputs[0])!;
  const { permutation } = tensor.attributes;
  const axes = permutation.map((axis) => view.axes[axis]).join("");
  if (axes !== "nchw" && axes !== "nhwc" && axes !== "nhw") {
    throw refusal(tensor, "rows to stay before columns");
  }
  return { ...view, axes };
}

/** Puts rows and columns into one axis, or takes them apart. */
function merged(tensor: TensorOf<"reshape">, builder: NodeBuilder): View {
  const view = builder.view(tensor.inputs[0])!;
  const { height, width, channels } = view;
  const shapes: [from: Axes, to: Axes, shape: readonly number[]][] = [
    ["nhwc", "pc", [height * width, channels]],
    ["pc", "nhwc", [1, height, width, channels]],
    ["nhw", "p", [height * width]],
    ["p", "nhw", [1, height, width]],
  ];
  const found = shapes.find(([from, , shape]) =>
    from === view.axes && String(shape) === String(tensor.shape)
  );
  if (!found) throw refusal(tensor, "rows and columns to be merged or taken apart again");
  return { ...view, axes: found[1] };
}

function elementwise<N extends Exclude<ElementwiseOp, "gate">>(op: N): Rule<N> {
  return (tensor, builder) => {
    const views = tensor.inputs.map((input) => builder.view(input));
    const known = views.filter((view) => view !== undefined);
    const shape = known.find(({ channels }) => channels > 1) ?? known[0];
    const { axes, height, width, channels } = shape;
    if ((tensor.shape[axes.indexOf("c")] ?? 1) !== channels) {
      throw refusal(tensor, "all channels in an operand that depends on the codes");
    }
    const operands = tensor.inputs.map((input, i): Operand => {
      const view = views[i];
      if (!view) return builder.perChannel(everywhere(tensor, input, axes), channels);
      const alike = view.axes === axes && view.height === height && view.width === width;
      if (!alike || (view.channels !== channels && view.channels !== 1)) {
        throw refusal(tensor, "operands that depend on the codes to have one shape");
      }
      return view;
    });
    const { factor, offset } = isOp(tensor, "scale") ? tensor.attributes : IDENTITY;
    const node = { kind: "elementwise", op, factor, offset, operands } as const;
    return builder.add({ ...node, height, width, channels }, axes);
  };
}

const IDENTITY = { factor: 1, offset: 0 };

/** Requires an operand that is the same at all positions. @throws {TypeError} */
function everywhere(tensor: Tensor, operand: Tensor, axes: Axes): Tensor {
  const skipped = axes.length - operand.shape.length;
  const same = operand.shape.every((side, axis) => side === 1 || axes[axis + skipped] === "c");
  if (!same) throw refusal(tensor, "an operand without codes to be the same at all positions");
  return operand;
}
