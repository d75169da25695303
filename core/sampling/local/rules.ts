import type { Tensor } from "../../graph/mod.ts";
import type { Builder } from "./builder.ts";
import { ConvolutionNode } from "./convolution_node.ts";
import { ELEMENTWISE, ElementwiseNode, type Operand } from "./elementwise_node.ts";
import { LookupNode } from "./lookup_node.ts";
import { refusal } from "./refusal.ts";
import type { View } from "./view.ts";

/** How one op is computed at one position, given that at least one of its inputs depends on the codes. */
type Rule = (tensor: Tensor, builder: Builder) => View;

/** The ops that a sampled graph may apply to what depends on the codes. */
export const RULES: Readonly<Record<string, Rule>> = {
  conv2d: convolution,
  embedding: lookup,
  slice: box,
  transpose: reordered,
  scale: (tensor, builder) => {
    const { factor, offset } = tensor.attributes;
    return elementwise((x) => factor * x + offset)(tensor, builder);
  },
  ...Object.fromEntries(Object.entries(ELEMENTWISE).map(([name, f]) => [name, elementwise(f)])),
};

function convolution(tensor: Tensor, builder: Builder): View {
  const [x, weight] = tensor.inputs;
  const source = builder.view(x);
  if (source?.axes !== "nchw") throw refusal(tensor, "x must be [n, c, h, w]");
  if (tensor.attributes.groups !== 1) throw refusal(tensor, "it must have one group");
  return builder.add(new ConvolutionNode(tensor, source, builder.constant(weight)), "nchw");
}

function lookup(tensor: Tensor, builder: Builder): View {
  const [table, codes] = tensor.inputs;
  const source = builder.view(codes);
  if (source?.axes !== "nhw") throw refusal(tensor, "it must read the codes");
  const node = new LookupNode(builder.constant(table), source, table.shape[1]);
  return builder.add(node, "nhwc");
}

function box(tensor: Tensor, builder: Builder): View {
  const view = builder.view(tensor.inputs[0])!;
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

function elementwise(f: (a: number, b: number) => number): Rule {
  return (tensor, builder) => {
    const views = tensor.inputs.map((input) => builder.view(input));
    const shape = views.find((view) => view !== undefined)!;
    const { axes } = shape;
    const operands = tensor.inputs.map((input, i): Operand => {
      const view = views[i];
      if (!view) return builder.perChannel(everywhere(tensor, input, axes), shape.channels);
      if (view.axes !== axes || String(input.shape) !== String(tensor.shape)) {
        throw refusal(tensor, "what depends on the codes must have one shape");
      }
      return view;
    });
    return builder.add(new ElementwiseNode(f, operands, shape), axes);
  };
}

/** Refuses an operand that differs between positions. */
function everywhere(tensor: Tensor, operand: Tensor, axes: View["axes"]): Tensor {
  const skipped = axes.length - operand.shape.length;
  const same = operand.shape.every((side, axis) => side === 1 || axes[axis + skipped] === "c");
  if (!same) throw refusal(tensor, "an operand without codes must be the same at all positions");
  return operand;
}
