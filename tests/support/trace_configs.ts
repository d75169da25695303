import { pixelCnn } from "../../models/priors/pixel_cnn.ts";
import type { PixelCnnModel } from "../../models/priors/pixel_cnn_config.ts";
import { vqVae } from "../../models/autoencoders/vq_vae.ts";
import type { VqVaeModel } from "../../models/autoencoders/vq_vae_config.ts";
import { type TracedModel, traceModel } from "../../offline/export/trace_model.ts";

/** A VQ-VAE and, where there is one, a PixelCNN as a bundle holds them. */
export function traceConfigs(autoencoder: VqVaeModel, prior?: PixelCnnModel): TracedModel {
  const { imageShape: image, ...codec } = autoencoder;
  const stages = { codec: { kind: vqVae, config: codec } };
  if (!prior) return traceModel(stages, { image, classes: 0 });
  const { codebookSize: _k, grid: _g, classes, ...config } = prior;
  return traceModel({ ...stages, prior: { kind: pixelCnn, config } }, { image, classes });
}
