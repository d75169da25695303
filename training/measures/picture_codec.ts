import { Graph } from "../../core/graph/mod.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/autoencoders/vq_vae.ts";
import { gridShape } from "../../models/autoencoders/vq_vae_config.ts";
import type { Device } from "../../executors/webgpu/device.ts";
import { FixedWeights } from "./fixed_weights.ts";
import { type TrainedModel, weightsOf } from "./measure_model.ts";

/** Decodes and rebuilds images in batches of {@link CODEC_BATCH}. */
export interface PictureCodec {
  /** @param codes `[n, gh, gw]`. @returns `[n, c, h, w]` in [0, 1]. */
  decode(codes: Uint32Array): Promise<Float32Array>;
  /** What the codes keep of images. @param pixels `[n, c, h, w]` in [0, 1]. @returns the same. */
  rebuild(pixels: Float32Array): Promise<Float32Array>;
  /** Frees its weights. */
  destroy(): void;
}

/** Images computed at once. */
export const CODEC_BATCH = 64;

/** The autoencoder of a model, on the device. */
export function pictureCodec(device: Device, model: TrainedModel): PictureCodec {
  const config = model.configs.autoencoder;
  const { channels, height, width } = config.imageShape;
  const grid = gridShape(config);
  const graph = new Graph();
  const codes = graph.input("codes", [CODEC_BATCH, grid.height, grid.width], "u32");
  const pixels = graph.input("pixels", [CODEC_BATCH, channels, height, width]);
  const decoded = new Map([["pixels", vqVaeDecode(graph, config, codes)]]);
  const rebuilt = new Map([
    ["pixels", vqVaeDecode(graph, config, vqVaeCodes(graph, config, pixels))],
  ]);
  const fixed = new FixedWeights(device, graph, weightsOf(model, "autoencoder"));
  return {
    async decode(codes) {
      const results = await fixed.compute(decoded, new Map([["codes", codes]]));
      return results.get("pixels") as Float32Array;
    },
    async rebuild(pixels) {
      const results = await fixed.compute(rebuilt, new Map([["pixels", pixels]]));
      return results.get("pixels") as Float32Array;
    },
    destroy: () => fixed.destroy(),
  };
}
