import * as z from "zod";
import { add, clampToUnit, mean, reshape, scale, square, sub } from "../../core/graph/mod.ts";
import type { Codec } from "../../models/contract.ts";
import { convLayer, convTransposeLayer, Scope } from "../../models/layers.ts";
import { noisePort } from "../../models/ports.ts";

const BlurConfig = z.strictObject({ channels: z.int().min(1).max(8), noise: z.number().min(0) });
type BlurConfig = z.infer<typeof BlurConfig>;

const PATCH = { kernel: [2, 2], stride: [2, 2] } as const;

/** A codec over latents, which are trained with noise added: for what the shipped kinds do not do. */
export const blurCodec: Codec<BlurConfig> = {
  kind: "blur",
  config: BlurConfig,
  space: ({ channels }, { height, width }) => ({
    ...{ kind: "latents", channels, height: height / 2, width: width / 2 },
  }),
  loss(graph, model, pixels) {
    const latents = this.encode(graph, model, pixels);
    const port = noisePort(graph, "noise", latents.shape);
    const noisy = add(latents, scale(port.input, { factor: model.config.noise }));
    const size = mean(square(latents));
    const error = mean(square(sub(this.decode(graph, model, noisy), pixels)));
    const loss = reshape(add(error, scale(size, { factor: 1e-3 })), []);
    return { loss, metrics: new Map([["size", size]]), ports: [port] };
  },
  encode(graph, { config: { channels } }, pixels) {
    return convLayer(new Scope(graph, "encoder"), pixels, { channels, ...PATCH });
  },
  decode(graph, { image: { channels } }, latents) {
    const rebuilt = convTransposeLayer(new Scope(graph, "decoder"), latents, {
      channels,
      ...PATCH,
    });
    return clampToUnit(rebuilt);
  },
};
