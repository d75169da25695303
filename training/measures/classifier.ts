import {
  add,
  argmin,
  crossEntropy,
  Graph,
  heNormal,
  matmul,
  mean,
  neg,
  relu,
  reshape,
  type Tensor,
  zeros,
} from "../../core/graph/mod.ts";
import { convLayer, Scope } from "../../models/layers.ts";

/** What the classifier is made for. */
export interface ClassifierShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

/** A classifier of images as a graph, which exists to judge generated ones and is not part of any bundle. */
export interface ClassifierGraph {
  readonly graph: Graph;
  /** Mean nats of the labels, `[]`. */
  readonly loss: Tensor;
  /** The class each image is read as, `[n]` u32. */
  readonly classes: Tensor;
  /** The hidden layer after its ReLU, `[n, FEATURES]`: what images are compared by. */
  readonly features: Tensor;
}

/** Width of the hidden layer. */
export const FEATURES = 128;

const CHANNELS = [16, 32] as const;

/**
 * Two strided convolutions and two dense layers.
 * Inputs "pixels" f32 `[n, c, h, w]` in [0, 1] and, for the loss alone, "labels" u32 `[n]`.
 */
export function classifierGraph(shape: ClassifierShape, n: number): ClassifierGraph {
  const graph = new Graph();
  const scope = new Scope(graph, "classifier");
  let x = graph.input("pixels", [n, shape.channels, shape.height, shape.width]);
  const labels = graph.input("labels", [n], "u32");
  CHANNELS.forEach((channels, i) => {
    const halving = { channels, kernel: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] } as const;
    x = relu(convLayer(scope.child(`conv_${i}`), x, halving));
  });
  const rows = reshape(x, [n, x.size / n]);
  const features = relu(denseLayer(scope.child("hidden"), rows, FEATURES));
  const logits = denseLayer(scope.child("logits"), features, shape.classes);
  return {
    graph,
    loss: mean(crossEntropy(logits, labels, { axis: 1 })),
    classes: argmin(neg(logits), { axis: 1 }),
    features,
  };
}

/** `[n, inputs]` to `[n, outputs]`. */
function denseLayer(scope: Scope, x: Tensor, outputs: number): Tensor {
  const weight = scope.parameter("weight", [outputs, x.shape[1]], heNormal);
  const bias = scope.parameter("bias", [outputs], zeros);
  return add(matmul(x, weight, { transposeB: true }), reshape(bias, [1, outputs]));
}
