import { Graph, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import { PlainCodec } from "../generation/codec.ts";
import type { Prior } from "../generation/prior.ts";
import { vqVaeCodes, vqVaeDecode } from "../models/autoencoders/vq_vae.ts";
import { gridShape, type VqVaeConfig } from "../models/autoencoders/vq_vae_config.ts";
import { pixelCnnLogits } from "../models/priors/pixel_cnn.ts";
import type { PixelCnnConfig } from "../models/priors/pixel_cnn_config.ts";

/** A prior of these settings with the weights that training would start at. */
export function randomPrior(config: PixelCnnConfig): Prior {
  const graph = new Graph();
  const { classes, codebookSize, grid } = config;
  const codes = graph.input("codes", [1, grid.height, grid.width], "u32");
  const label = classes > 0 ? { class: graph.input("class", [1], "u32") } : {};
  const logits = pixelCnnLogits(graph, config, { codes, ...label });
  const shape = { classes, codebookSize, grid };
  return { shape, graph, codes, logits, weights: randomWeights([graph]) };
}

/** A codec of these settings, in plain TypeScript, with the weights that training would start at. */
export function randomCodec(config: VqVaeConfig): PlainCodec {
  const { channels, height, width } = config.imageShape;
  const encoder = new Graph(), decoder = new Graph();
  const pixels = encoder.input("pixels", [1, channels, height, width]);
  const grid = gridShape(config);
  const codes = decoder.input("codes", [1, grid.height, grid.width], "u32");
  const graphs = {
    encoder: { graph: encoder, input: pixels, output: vqVaeCodes(encoder, config, pixels) },
    decoder: { graph: decoder, input: codes, output: vqVaeDecode(decoder, config, codes) },
  };
  return new PlainCodec(graphs, randomWeights([encoder, decoder]));
}

function randomWeights(graphs: readonly Graph[]): Map<string, Values> {
  const random = new Random(4);
  const parameters = graphs.flatMap((graph) => [...graph.parameters]);
  return new Map(
    parameters.map(([name, { tensor, initializer }]) => [name, initializer(tensor.shape, random)]),
  );
}
