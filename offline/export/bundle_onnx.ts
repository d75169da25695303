import type { Bundle } from "../../core/bundle/mod.ts";
import { Graph } from "../../core/graph/mod.ts";
import { type ModelConfigs, modelConfigs } from "../../generation/model_configs.ts";
import { stageWeights } from "../../generation/stage_weights.ts";
import { pixelCnnLogits } from "../../models/priors/pixel_cnn.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import { gridShape } from "../../models/autoencoders/vq_vae_config.ts";
import type { Weights } from "../../executors/onnx/onnx_writer.ts";
import { writeOnnx } from "../../executors/onnx/write_onnx.ts";

/**
 * The models of a bundle as ONNX files by name. Their initializers have the names of `weights.safetensors`.
 *
 * - `encoder.onnx`: `pixels` f32 `[n, c, h, w]` in [0, 1] to `codes` i32 `[n, gh, gw]`;
 * - `decoder.onnx`: `codes` i32 `[n, gh, gw]` to `pixels` f32 `[n, c, h, w]` in [0, 1];
 * - `prior.onnx`: `codes` and, with classes, `class` i32 `[n]` (the number of classes is
 *   unconditional) to `logits` f32 `[n, k, gh, gw]`, which depend only on the codes before.
 *
 * @throws If the manifest's settings are not those of the models, or a weight is missing.
 */
export function bundleOnnx(
  { manifest, weights, codebook }: Bundle,
): Map<string, Uint8Array<ArrayBuffer>> {
  const configs = modelConfigs(manifest);
  // As in serving, the codebook's own file decides.
  const stored = stageWeights(weights, "autoencoder").set("codebook.entries", codebook);
  const autoencoder: Weights = { values: stored, prefix: "autoencoder." };
  const prior: Weights = { values: stageWeights(weights, "prior"), prefix: "prior." };
  return new Map([
    ["encoder.onnx", writeOnnx("encoder", (n) => encoder(configs, n), autoencoder)],
    ["decoder.onnx", writeOnnx("decoder", (n) => decoder(configs, n), autoencoder)],
    ["prior.onnx", writeOnnx("prior", (n) => priorGraph(configs, n), prior)],
  ]);
}

function encoder({ autoencoder }: ModelConfigs, n: number): Graph {
  const graph = new Graph();
  const { channels, height, width } = autoencoder.imageShape;
  const pixels = graph.input("pixels", [n, channels, height, width]);
  graph.output("codes", vqVaeCodes(graph, autoencoder, pixels));
  return graph;
}

function decoder({ autoencoder }: ModelConfigs, n: number): Graph {
  const graph = new Graph();
  const { height, width } = gridShape(autoencoder);
  const codes = graph.input("codes", [n, height, width], "u32");
  graph.output("pixels", vqVaeDecode(graph, autoencoder, codes));
  return graph;
}

function priorGraph({ prior }: ModelConfigs, n: number): Graph {
  const graph = new Graph();
  const { grid: { height, width }, classes } = prior;
  const codes = graph.input("codes", [n, height, width], "u32");
  const label = classes > 0 ? { class: graph.input("class", [n], "u32") } : {};
  graph.output("logits", pixelCnnLogits(graph, prior, { codes, ...label }));
  return graph;
}
