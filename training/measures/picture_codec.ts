import type { TrainingBackend } from "../backend.ts";
import { Graph, splice } from "../../core/graph/mod.ts";
import type { TrainedModel } from "./measure_model.ts";

/** Decodes and rebuilds images in batches of {@link CODEC_BATCH}. */
export interface PictureCodec {
  /** @param codes `[n, gh, gw]`. @returns `[n, c, h, w]` in [0, 1]. */
  decode(codes: Uint32Array): Promise<Float32Array>;
  /** What the codes keep of images. @param pixels `[n, c, h, w]` in [0, 1]. @returns the same. */
  rebuild(pixels: Float32Array): Promise<Float32Array>;
  /** Frees its weights. */
  close(): void;
}

/** Images computed at once. */
export const CODEC_BATCH = 64;

/** The codec of a model, on the device. @param model Of a space of codes. */
export function pictureCodec(
  backend: TrainingBackend,
  { graphs, weights }: TrainedModel,
): PictureCodec {
  const graph = new Graph(), n = CODEC_BATCH;
  const decoded = splice(graph, graphs.decode!, { n });
  const encoded = splice(graph, graphs.encode!, { n });
  const rebuilt = splice(graph, graphs.decode!, { n, inputs: encoded });
  const fixed = backend.fix(graph, weights);
  return {
    async decode(codes) {
      const results = await fixed.compute(decoded, new Map([["codes", codes]]));
      return results.get("pixels") as Float32Array;
    },
    async rebuild(pixels) {
      const results = await fixed.compute(rebuilt, new Map([["pixels", pixels]]));
      return results.get("pixels") as Float32Array;
    },
    close: () => fixed.close(),
  };
}
