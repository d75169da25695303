import type { TensorOf } from "../../core/graph/mod.ts";
import { convTaps, convTransposeTaps, type TapTable } from "../../core/graph/ops/conv_sum.ts";
import type { View } from "./node.ts";
import type { NodeBuilder } from "./node_builder.ts";
import { refusal } from "./refusal.ts";

/** conv2d of one group. @throws {TypeError} If it has more, or its kernel is fed. */
export function convolution(tensor: TensorOf<"conv2d">, builder: NodeBuilder): View {
  const { source, weight, sides } = convolved(tensor, builder);
  const table = convTaps(sides, tensor.attributes);
  const [, channels, height, width] = tensor.shape;
  const tapCount = sides.kernel[0] * sides.kernel[1];
  const size = { height, width, channels };
  return builder.add(
    { kind: "convolution", ...size, source, table, tapCount, weight: builder.constant(weight) },
    "nchw",
  );
}

/** conv_transpose2d: each position reads the taps that its stride leaves. */
export function transposedConvolution(
  tensor: TensorOf<"conv_transpose2d">,
  builder: NodeBuilder,
): View {
  const { source, weight, sides } = convolved(tensor, builder);
  const table = convTransposeTaps(sides, tensor.attributes);
  const [, channels, height, width] = tensor.shape;
  const tapCount = sides.kernel[0] * sides.kernel[1];
  const swapped = swapOuter(builder.constant(weight) as Float32Array, source.channels, tapCount);
  const size = { height, width, channels };
  return builder.add(
    { kind: "convolution", ...size, source, table, tapCount, weight: swapped },
    "nchw",
  );
}

function convolved(tensor: TensorOf<"conv2d" | "conv_transpose2d">, builder: NodeBuilder) {
  const [x, weight] = tensor.inputs;
  const source = builder.view(x);
  if (source?.axes !== "nchw") throw refusal(tensor, "x to be [n, c, h, w]");
  if (tensor.attributes.groups !== 1) throw refusal(tensor, "one group");
  const kernel = weight.shape.slice(2);
  const image = [source.height, source.width];
  return { source, weight, sides: { image, kernel, result: tensor.shape.slice(2) } };
}

/** Rows times a matrix of weights: a convolution of one tap. */
export function product(tensor: TensorOf<"matmul">, builder: NodeBuilder): View {
  const [rows, matrix] = tensor.inputs;
  const source = builder.view(rows);
  const { transposeA, transposeB } = tensor.attributes;
  if (source?.axes !== "pc" || transposeA) throw refusal(tensor, "a to be [positions, c]");
  const values = builder.constant(matrix) as Float32Array;
  const weight = transposeB ? values : swapOuter(values, source.channels, 1);
  const { height, width } = source;
  const channels = tensor.shape[1];
  const table = ownPosition(height * width);
  return builder.add(
    { kind: "convolution", height, width, channels, source, table, tapCount: 1, weight },
    "pc",
  );
}

/** The taps of a 1x1 convolution. */
function ownPosition(count: number): TapTable {
  const places = Uint32Array.from({ length: count }, (_, i) => i);
  return {
    starts: Uint32Array.from({ length: count + 1 }, (_, i) => i),
    taps: new Uint32Array(count),
    places,
  };
}

/** `[inputs, outputs, taps]` to `[outputs, inputs, taps]`. */
function swapOuter(values: Float32Array, inputs: number, taps: number): Float32Array {
  const outputs = values.length / inputs / taps;
  const swapped = new Float32Array(values.length);
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      const from = (i * outputs + o) * taps;
      swapped.set(values.subarray(from, from + taps), (o * inputs + i) * taps);
    }
  }
  return swapped;
}
