import { assertEquals, assertLess, assertThrows } from "@std/assert";
import { GridExecutor } from "../../../executors/wasm/grid_executor.ts";
import { Machine } from "../../../executors/wasm/machine.ts";
import {
  add,
  argmin,
  conv2d,
  convTranspose2d,
  div,
  evaluate,
  exp,
  Graph,
  greater,
  log,
  matmul,
  mul,
  reduceSum,
  relu,
  reshape,
  scale,
  sigmoid,
  slice,
  softmax,
  sqrt,
  square,
  sub,
  tanh,
  type Tensor,
  transpose,
  type Values,
  zeros,
} from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { unitRows } from "../../../models/quantisers/vq_codebook.ts";
import { KERNELS } from "../../support/kernels.ts";
import { randomWeights } from "../../generation/random_prior.ts";

const SIDES = { channels: 5, height: 6, width: 7 };

/** `[positions, c]` of an image `[1, c, h, w]`. */
function rowsOf(x: Tensor): Tensor {
  return reshape(transpose(x, [0, 2, 3, 1]), [x.shape[2] * x.shape[3], x.shape[1]]);
}

/** `[1, c, h, w]` of `[positions, c]`. */
function imageOf(rows: Tensor): Tensor {
  const { height, width } = SIDES;
  return transpose(reshape(rows, [1, height, width, rows.shape[1]]), [0, 3, 1, 2]);
}

const BUILDS: Record<string, (x: Tensor, graph: Graph) => Tensor> = {
  "conv2d 3x3": (x, graph) =>
    conv2d(x, graph.parameter("w", [9, 5, 3, 3], zeros), { pad: [1, 1, 1, 1] }),
  "conv2d to 33 channels": (x, graph) => conv2d(x, graph.parameter("w", [33, 5, 1, 1], zeros)),
  "conv2d with stride 2": (x, graph) =>
    conv2d(x, graph.parameter("w", [4, 5, 4, 4], zeros), { stride: [2, 2], pad: [1, 2, 1, 1] }),
  "conv2d of a box of channels": (x, graph) => {
    const box = slice(x, { starts: [0, 1, 2, 0], sizes: [1, 3, 3, 7] });
    return conv2d(box, graph.parameter("w", [8, 3, 3, 3], zeros), { pad: [2, 0, 1, 1] });
  },
  "conv2d, bias and relu": (x, graph) => {
    const y = conv2d(x, graph.parameter("w", [12, 5, 3, 3], zeros), { pad: [1, 1, 1, 1] });
    return relu(add(y, reshape(graph.parameter("b", [12], zeros), [1, 12, 1, 1])));
  },
  "a convolution that two ops read": (x, graph) => {
    const y = conv2d(x, graph.parameter("w", [5, 5, 1, 1], zeros));
    return add(relu(y), y);
  },
  "conv_transpose2d with stride 2": (x, graph) =>
    convTranspose2d(x, graph.parameter("w", [5, 6, 4, 4], zeros), {
      stride: [2, 2],
      pad: [1, 1, 1, 1],
    }),
  "a gate": (x, graph) => {
    const y = conv2d(x, graph.parameter("w", [10, 5, 1, 1], zeros));
    const half = (from: number) => slice(y, { starts: [0, from, 0, 0], sizes: [1, 5, 6, 7] });
    return mul(tanh(half(0)), sigmoid(half(5)));
  },
  "elementwise ops of one tensor": (x) =>
    scale(sqrt(exp(tanh(relu(sigmoid(x))))), { factor: -0.3, offset: 0.7 }),
  "elementwise ops of two tensors": (x) => {
    const y = exp(x);
    return greater(sub(mul(add(x, y), y), div(x, y)), x);
  },
  "a bias on the left": (x, graph) =>
    sub(reshape(graph.parameter("b", [5], zeros), [1, 5, 1, 1]), x),
  "matmul with either side transposed": (x, graph) => {
    const y = matmul(rowsOf(x), graph.parameter("m", [11, 5], zeros), { transposeB: true });
    return imageOf(matmul(y, graph.parameter("n", [11, 3], zeros)));
  },
  "rows of length one": (x) => imageOf(unitRows(rowsOf(x))),
  "a sum over channels": (x) =>
    imageOf(reduceSum(square(rowsOf(x)), { axes: [1], keepDims: true })),
};

/** What an executor computes beside the reference, for three images at once. */
function outputs(build: (x: Tensor, graph: Graph) => Tensor): [actual: Values, expected: Values][] {
  const graph = new Graph();
  const { channels, height, width } = SIDES;
  const x = graph.input("x", [1, channels, height, width]);
  const output = build(x, graph);
  const weights = randomWeights(graph, 4);
  const executor = new GridExecutor(new Machine(KERNELS), {
    output,
    input: x,
    weights,
    capacity: 3,
  });
  const random = new Random(2);
  const images = [0, 1, 2].map(() => new Float32Array(x.size).map(() => random.normal()));
  images.forEach((pixels, image) => executor.write(image, pixels));
  executor.run(3);
  return images.map((pixels, image) => {
    const [expected] = evaluate(
      graph,
      [output],
      new Map<string, Values>([...weights, ["x", pixels]]),
    );
    const into = expected instanceof Float32Array
      ? new Float32Array(output.size)
      : new Uint32Array(output.size);
    return [executor.read(image, into), expected];
  });
}

// Sums of up to 80 products of about 1 in f32, and the stated errors of exp, tanh and sigmoid.
const TOLERANCE = 2e-6;

for (const [name, build] of Object.entries(BUILDS)) {
  Deno.test(`GridExecutor equals the reference for ${name}`, () => {
    for (const [actual, expected] of outputs(build)) {
      let largest = 1;
      expected.forEach((value) => largest = Math.max(largest, Math.abs(value)));
      expected.forEach((value, i) => assertLess(Math.abs(actual[i] - value), TOLERANCE * largest));
    }
  });
}

Deno.test("GridExecutor takes the lowest channel on a tie of argmin", () => {
  for (const [actual, expected] of outputs((x) => argmin(rowsOf(relu(x)), { axis: 1 }))) {
    assertEquals(actual, expected);
  }
});

Deno.test("GridExecutor computes an image alone as it does among others", () => {
  const graph = new Graph();
  const x = graph.input("x", [1, 5, 6, 7]);
  const w = graph.parameter("w", [9, 5, 3, 3], zeros);
  const output = tanh(conv2d(x, w, { pad: [1, 1, 1, 1] }));
  const weights = randomWeights(graph, 4);
  const executor = new GridExecutor(new Machine(KERNELS), {
    output,
    input: x,
    weights,
    capacity: 5,
  });
  const pixels = new Float32Array(x.size).map((_, i) => Math.sin(i));
  executor.write(0, pixels);
  executor.run(1);
  const alone = executor.read(0, new Float32Array(output.size));
  for (let image = 0; image < 5; image++) {
    executor.write(
      image,
      pixels.map((v) => image === 3 ? v : 2 * v),
    );
  }
  executor.run(5);
  assertEquals(executor.read(3, new Float32Array(output.size)), alone);
});

Deno.test("GridExecutor refuses an op without kernel, and a second input", () => {
  assertThrows(
    () => outputs((x) => log(exp(x))),
    TypeError,
    "Cannot write instructions for log: unsupported op, ",
  );
  assertThrows(
    () => outputs((x) => softmax(x, { axis: 1 })),
    TypeError,
    "Cannot order softmax by position: unsupported op, ",
  );
  assertThrows(
    () => outputs((x, graph) => add(x, graph.input("y", [1, 5, 1, 1]))),
    TypeError,
    "expected one input",
  );
});
