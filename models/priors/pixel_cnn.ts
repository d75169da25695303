import {
  add,
  crossEntropy,
  dropout,
  embedding,
  type Graph,
  mean,
  mul,
  normal,
  relu,
  reshape,
  sigmoid,
  slice,
  tanh,
  type Tensor,
  transpose,
  zeros,
} from "../../core/graph/mod.ts";
import type { Prior, PriorInputs, PriorModel, Space } from "../contract.ts";
import { convLayer, Scope } from "../layers.ts";
import { keyPort } from "../ports.ts";
import { PixelCnnConfig, type PixelCnnModel } from "./pixel_cnn_config.ts";

// p(codes | class) = Π p(code_t | codes before t, class), t in raster order
// y = tanh(W_f ∗ x + V_f h) ⊙ σ(W_g ∗ x + V_g h) in each layer of two stacks
// Source: van den Oord et al. 2016, https://arxiv.org/abs/1606.05328

/** What a prior reads. */
export interface PixelCnnInputs {
  /** `[n, gh, gw]` u32 in `[0, codebookSize)`. */
  readonly codes: Tensor;
  /** `[n]` u32 in `[0, classes]`, where `classes` is unconditional; just where the config has classes. */
  readonly class?: Tensor;
  /** `[2]` u32, new at every step; without it nothing is dropped. */
  readonly dropoutKey?: Tensor;
}

/**
 * Logits of each position, which depend only on the codes before it in raster order.
 * No kernel is masked: each has just the taps that it may read.
 * @returns `[n, codebookSize, gh, gw]`.
 * @throws {TypeError} If a class is missing, or given to a prior without classes.
 */
export function pixelCnnLogits(
  graph: Graph,
  config: PixelCnnModel,
  inputs: PixelCnnInputs,
): Tensor {
  if ((inputs.class !== undefined) !== (config.classes > 0)) {
    throw new TypeError(
      `Cannot build PixelCNN: expected a class where there are classes, got ${config.classes} classes and ${
        inputs.class ? "a class" : "no class"
      }`,
    );
  }
  const table = new Scope(graph, "embedding")
    .parameter("weight", [config.codebookSize, config.embeddingDim], normal(1));
  const embedded = transpose(embedding(table, inputs.codes), [0, 3, 1, 2]);
  const layer = { config, inputs, index: 0 };
  let stacks = gatedLayer(layer, { vertical: embedded, horizontal: embedded });
  for (let index = 1; index < config.layers; index++) {
    stacks = gatedLayer({ ...layer, index }, stacks);
  }
  const head = new Scope(graph, "head");
  const hidden = conv1x1(head.child("hidden"), relu(stacks.horizontal), config.outputChannels);
  return conv1x1(head.child("logits"), relu(hidden), config.codebookSize);
}

/** Nats per code: `perPosition` `[n, gh, gw]`, and their mean `loss` `[]`. */
export function pixelCnnLoss(
  graph: Graph,
  config: PixelCnnModel,
  inputs: PixelCnnInputs,
): { loss: Tensor; perPosition: Tensor } {
  const logits = pixelCnnLogits(graph, config, inputs);
  const perPosition = crossEntropy(logits, inputs.codes, { axis: 1 });
  return { loss: mean(perPosition), perPosition };
}

/** One layer: its place in the model. */
interface Layer {
  readonly config: PixelCnnModel;
  readonly inputs: PixelCnnInputs;
  readonly index: number;
}

/** `[n, c, gh, gw]`: what position (i, j) of each stack has read. */
interface Stacks {
  /** Rows before i. */
  readonly vertical: Tensor;
  /** Rows before i, and columns before j of row i. */
  readonly horizontal: Tensor;
}

/** The first layer reads embedded codes, which know their own position: mask A, and no residual. */
function gatedLayer(layer: Layer, { vertical, horizontal }: Stacks): Stacks {
  const { config, index } = layer;
  const scope = new Scope(vertical.graph, `layers.${index}`);
  const width = 2 * config.channels;
  const down = convDown(scope.child("vertical"), vertical, layer);
  const right = add(
    convRight(scope.child("horizontal"), horizontal, layer),
    conv1x1(scope.child("vertical_to_horizontal"), down, width),
  );
  const gated = gate(scope.child("horizontal"), right, layer, 1);
  const output = conv1x1(scope.child("output"), gated, config.channels);
  return {
    // The vertical stack of the last layer ends where the horizontal one has read it.
    vertical: index < config.layers - 1 ? gate(scope.child("vertical"), down, layer, 0) : down,
    horizontal: index === 0 ? output : add(horizontal, output),
  };
}

/** Convolution over rows above i (first layer) or up to i. `[n, c, gh, gw]` to `[n, 2 channels, gh, gw]`. */
function convDown(scope: Scope, x: Tensor, { config, index }: Layer): Tensor {
  const [n, c, h, w] = x.shape;
  const first = index === 0;
  const kernel = first ? config.firstKernel : config.kernel;
  const reach = (kernel - 1) / 2;
  const above = first ? slice(x, { starts: [0, 0, 0, 0], sizes: [n, c, h - 1, w] }) : x;
  return convLayer(scope, above, {
    channels: 2 * config.channels,
    kernel: [first ? reach : reach + 1, kernel],
    pad: [reach, reach, 0, reach],
  });
}

/** Convolution over columns before j (first layer) or up to j. `[n, c, gh, gw]` to `[n, 2 channels, gh, gw]`. */
function convRight(scope: Scope, x: Tensor, { config, index }: Layer): Tensor {
  const [n, c, h, w] = x.shape;
  const first = index === 0;
  const reach = ((first ? config.firstKernel : config.kernel) - 1) / 2;
  const before = first ? slice(x, { starts: [0, 0, 0, 0], sizes: [n, c, h, w - 1] }) : x;
  return convLayer(scope, before, {
    channels: 2 * config.channels,
    kernel: [1, first ? reach : reach + 1],
    pad: [0, reach, 0, 0],
  });
}

/** tanh(a + class) * sigmoid(b + class) of the two halves of x, with dropout in training. */
function gate(scope: Scope, x: Tensor, { config, inputs, index }: Layer, stack: number): Tensor {
  const [n, width, h, w] = x.shape;
  let sum = x;
  if (inputs.class) {
    const table = scope.parameter("class", [config.classes + 1, width], zeros);
    sum = add(x, reshape(embedding(table, inputs.class), [n, width, 1, 1]));
  }
  const sizes = [n, width / 2, h, w];
  const filter = tanh(slice(sum, { starts: [0, 0, 0, 0], sizes }));
  const open = sigmoid(slice(sum, { starts: [0, width / 2, 0, 0], sizes }));
  const gated = mul(filter, open);
  if (!inputs.dropoutKey || config.dropout === 0) return gated;
  return dropout(gated, inputs.dropoutKey, { rate: config.dropout, salt: 2 * index + stack });
}

function conv1x1(scope: Scope, x: Tensor, channels: number): Tensor {
  return convLayer(scope, x, { channels, kernel: [1, 1] });
}

/** The gated PixelCNN as a prior over codes. */
export const pixelCnn: Prior<PixelCnnConfig> = {
  kind: "pixel_cnn",
  config: PixelCnnConfig,
  draws: "in order",
  // What it knows needs no more, and packs a third smaller: 0.0002 nats a code.
  servedBits: 5,
  quick: {
    steps: 1800,
    narrow: (config) => ({ ...config, channels: 32, layers: 4, outputChannels: 64 }),
  },
  check: (_, space) => void requireCodes(space),
  loss(graph, model, inputs) {
    const ports = model.config.dropout > 0 ? [keyPort(graph, "dropout")] : [];
    const { loss } = pixelCnnLoss(graph, modelOf(model), {
      ...inputsOf(inputs),
      dropoutKey: ports[0]?.input,
    });
    return { loss, metrics: new Map(), ports };
  },
  measure(graph, model, inputs) {
    const { perPosition } = pixelCnnLoss(graph, modelOf(model), inputsOf(inputs));
    return new Map([["nats", perPosition]]);
  },
  logits: (graph, model, inputs) => pixelCnnLogits(graph, modelOf(model), inputsOf(inputs)),
};

function requireCodes(space: Space) {
  if (space.kind === "codes" && Math.min(space.height, space.width) >= 2) return space;
  const state = space.kind === "codes" ? `[${space.height}, ${space.width}] codes` : "latents";
  throw new RangeError(
    `Cannot draw with a PixelCNN: expected a grid of at least 2 × 2 codes, got ${state}`,
  );
}

function modelOf({ config, space, classes }: PriorModel<PixelCnnConfig>): PixelCnnModel {
  const { height, width, size } = requireCodes(space);
  return { codebookSize: size, grid: { height, width }, ...config, classes };
}

function inputsOf({ drawn, class: label }: PriorInputs): PixelCnnInputs {
  return { codes: drawn, ...label && { class: label } };
}
