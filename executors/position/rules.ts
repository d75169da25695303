import type { Tensor } from "../../core/graph/mod.ts";
import type { Builder } from "./builder.ts";
import { convolution, product, transposedConvolution } from "./convolution_rules.ts";
import type { ArgminNode, ChannelSumNode, ElementwiseOp, Operand } from "./node.ts";
import { refusal } from "./refusal.ts";
import type { Axes, View } from "./view.ts";

/** How one op is computed at one position, given that at least one of its inputs depends on the input. */
type Rule = (tensor: Tensor, builder: Builder) => View;

const ELEMENTWISE: readonly ElementwiseOp[] = [
  ...["add", "sub", "mul", "div", "greater"] as const,
  ...["relu", "tanh", "sigmoid", "exp", "log", "sqrt", "scale"] as const,
];

/** The ops that may be applied to what depends on the input. */
export const RULES: Readonly<Record<string, Rule>> = {
  conv2d: convolution,
  conv_transpose2d: transposedConvolution,
  matmul: product,
  embedding: lookup,
  argmin: (tensor, builder) => overChannels("argmin", tensor, builder),
  reduce_sum: (tensor, builder) => overChannels("channel_sum", tensor, builder),
  slice: box,
  transpose: reordered,
  reshape: merged,
  stop_gradient: ({ inputs: [x] }, builder) => builder.view(x)!,
  ...Object.fromEntries(ELEMENTWISE.map((op) => [op, elementwise(op)])),
};

function lookup(tensor: Tensor, builder: Builder): View {
  const [table, codes] = tensor.inputs;
  const source = builder.view(codes);
  if (source?.axes !== "nhw" && source?.axes !== "p") {
    throw refusal(tensor, "it must read the codes");
  }
  const { height, width } = source;
  const channels = table.shape[1];
  return builder.add(
    { kind: "lookup", height, width, channels, table: builder.constant(table), codes: source },
    source.axes === "p" ? "pc" : "nhwc",
  );
}

function overChannels(kind: "argmin" | "channel_sum", tensor: Tensor, builder: Builder): View {
  const source = builder.view(tensor.inputs[0])!;
  const { axis, axes = [axis], keepDims } = tensor.attributes;
  if (String(axes) !== String(source.axes.indexOf("c"))) {
    throw refusal(tensor, "it must go over the channels alone");
  }
  const { height, width } = source;
  const left = source.axes.replace("c", "");
  if (left !== "p" && left !== "nhw") throw refusal(tensor, "x must have positions");
  const node = { kind, height, width, channels: 1, source };
  return builder.add(node as ArgminNode | ChannelSumNode, keepDims ? source.axes : left);
}

function box(tensor: Tensor, builder: Builder): View {
  const view = builder.view(tensor.inputs[0])!;
  if (!view.axes.includes("h")) throw refusal(tensor, "x must have rows and columns");
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

function reordered(tensor: Tensor, builder: Builder): View {
  const view = builder.view(tensor.inputs[0])!;
  const { permutation } = tensor.attributes;
  const axes = permutation.map((axis: number) => view.axes[axis]).join("");
  if (axes !== "nchw" && axes !== "nhwc" && axes !== "nhw") {
    throw refusal(tensor, "rows must stay before columns");
  }
  return { ...view, axes };
}

/** Puts rows and columns into one axis, or takes them apart. */
function merged(tensor: Tensor, builder: Builder): View {
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
  if (!found) throw refusal(tensor, "it must merge rows and columns, or take them apart again");
  return { ...view, axes: found[1] };
}

function elementwise(op: ElementwiseOp): Rule {
  return (tensor, builder) => {
    const views = tensor.inputs.map((input) => builder.view(input));
    const known = views.filter((view) => view !== undefined);
    const shape = known.find(({ channels }) => channels > 1) ?? known[0];
    const { axes, height, width, channels } = shape;
    if ((tensor.shape[axes.indexOf("c")] ?? 1) !== channels) {
      throw refusal(tensor, "one of what depends on the codes must have all channels");
    }
    const operands = tensor.inputs.map((input, i): Operand => {
      const view = views[i];
      if (!view) return builder.perChannel(everywhere(tensor, input, axes), channels);
      const alike = view.axes === axes && view.height === height && view.width === width;
      if (!alike || (view.channels !== channels && view.channels !== 1)) {
        throw refusal(tensor, "what depends on the codes must have one shape");
      }
      return view;
    });
    const { factor = 1, offset = 0 } = tensor.attributes ?? {};
    const node = { kind: "elementwise", op, factor, offset, operands } as const;
    return builder.add({ ...node, height, width, channels }, axes);
  };
}

/** Refuses an operand that differs between positions. */
function everywhere(tensor: Tensor, operand: Tensor, axes: Axes): Tensor {
  const skipped = axes.length - operand.shape.length;
  const same = operand.shape.every((side, axis) => side === 1 || axes[axis + skipped] === "c");
  if (!same) throw refusal(tensor, "an operand without codes must be the same at all positions");
  return operand;
}
