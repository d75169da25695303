import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { evaluate, Graph, type Tensor, type Values } from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";
import { differentiate } from "../../core/graph/differentiate.ts";
import { pixelCnnLoss } from "../../models/priors/pixel_cnn.ts";
import type { PixelCnnModel } from "../../models/priors/pixel_cnn_config.ts";
import { vqVaeLoss } from "../../models/autoencoders/vq_vae.ts";
import type { VqVaeModel } from "../../models/autoencoders/vq_vae_config.ts";
import { backendTest } from "../support/backends.ts";
import { parityError } from "../support/run_compiled.ts";
import { randomF32 } from "../support/tensors.ts";
import { initialise, TINY, TINY_EMA } from "../support/vq_vae.ts";

/** f32 through a dozen layers and back; a wrong term is off by far more. */
const TOLERANCE = 1e-4;

const BATCH = 3;

/** All that a training step computes: loss, gradients, new values of assigned parameters. */
function stepOutputs(graph: Graph, loss: Tensor): Tensor[] {
  const trainable = [...graph.parameters.values()].filter((it) => it.trainable);
  const gradients = differentiate(graph, loss, trainable.map(({ tensor }) => tensor));
  return [loss, ...gradients, ...graph.assignments.values()];
}

function vqVaeStep(config: VqVaeModel) {
  const graph = new Graph();
  const { channels, height, width } = config.imageShape;
  const pixels = graph.input("pixels", [BATCH, channels, height, width]);
  const { loss } = vqVaeLoss(graph, config, pixels);
  const random = new Random(2);
  const feeds = initialise(graph, random);
  // Latents and entries spread wide enough that codes differ and none is near a tie.
  const { embeddingDim: d, codebookSize: k } = config;
  feeds.set("encoder.conv_out.weight", randomF32(random, [d, config.channels, 1, 1], -3, 3).values);
  feeds.set("codebook.entries", randomF32(random, [k, d], -0.3, 0.3).values);
  feeds.set("pixels", randomF32(random, pixels.shape, 0, 1).values);
  if (graph.assignments.size > 0) {
    feeds.set("codebook.sum", randomF32(random, [k, d]).values);
    feeds.set("codebook.count", randomF32(random, [k], 0, 1).values);
    feeds.set("restart", Uint32Array.from({ length: k }, () => random.integer(BATCH * 4)));
  }
  return { graph, outputs: stepOutputs(graph, loss), feeds };
}

const VQ_VAES: Readonly<Record<string, VqVaeModel>> = {
  "a trained codebook": TINY,
  "a moving-average codebook": TINY_EMA,
  "a moving-average codebook with restarts on the sphere, colour, 4 x 8": {
    ...TINY_EMA,
    imageShape: { channels: 3, height: 8, width: 16 },
    codebook: { ...TINY_EMA.codebook, restartThreshold: 0.5 },
    normaliseCodes: true,
  },
};

for (const [name, config] of Object.entries(VQ_VAES)) {
  backendTest(
    `a backend computes the VQ-VAE's step with ${name} as the reference does`,
    async (backend) => {
      const { graph, outputs, feeds } = vqVaeStep(config);
      assertEquals(graph.assignments.size, config.codebook.update === "ema" ? 3 : 0);
      assertLess(await parityError(backend, graph, outputs, feeds), TOLERANCE);
    },
  );
}

const PRIOR: PixelCnnModel = {
  codebookSize: 6,
  grid: { height: 3, width: 5 },
  embeddingDim: 3,
  channels: 5,
  layers: 3,
  firstKernel: 5,
  kernel: 3,
  outputChannels: 7,
  classes: 4,
  dropout: 0.3,
};

function priorStep(config: PixelCnnModel) {
  const graph = new Graph();
  const { height, width } = config.grid;
  const codes = graph.input("codes", [BATCH, height, width], "u32");
  const label = config.classes > 0 ? { class: graph.input("class", [BATCH], "u32") } : {};
  const key = config.dropout > 0 ? { dropoutKey: graph.input("dropout", [2], "u32") } : {};
  const { loss } = pixelCnnLoss(graph, config, { codes, ...label, ...key });
  const random = new Random(5);
  const feeds = initialise(graph, random);
  for (const [name, values] of feeds) { // biases too: zeros would hide a wrong one
    feeds.set(name, Float32Array.from(values, (it) => it + 0.2 * random.normal()));
  }
  const draw = (length: number, bound: number) =>
    Uint32Array.from({ length }, () => random.integer(bound));
  feeds.set("codes", draw(codes.size, config.codebookSize));
  feeds.set("class", draw(BATCH, config.classes + 1));
  feeds.set("dropout", draw(2, 2 ** 32));
  return { graph, outputs: stepOutputs(graph, loss), feeds };
}

for (const classes of [4, 0]) {
  for (const dropout of [0.3, 0]) {
    backendTest(
      `a backend computes the PixelCNN's step with ${classes} classes and dropout ${dropout} as the reference does`,
      async (backend) => {
        const { graph, outputs, feeds } = priorStep({ ...PRIOR, classes, dropout });
        assertLess(await parityError(backend, graph, outputs, feeds), TOLERANCE);
      },
    );
  }
}

Deno.test("the PixelCNN's step drops other values with another key", () => {
  const { graph, outputs: [loss], feeds } = priorStep(PRIOR);
  const lossWith = (key: Values) => evaluate(graph, [loss], new Map(feeds).set("dropout", key))[0];
  const [a, b] = [lossWith(Uint32Array.of(1, 2)), lossWith(Uint32Array.of(1, 3))];
  assertGreater(Math.abs(a[0] - b[0]), 1e-6);
});
