import { PixelCnnConfig } from "../models/priors/pixel_cnn_config.ts";
import { gridShape, VqVaeConfig } from "../models/autoencoders/vq_vae_config.ts";
import type { Manifest } from "../core/bundle/mod.ts";

/** The settings of both models of a bundle. */
export interface ModelConfigs {
  readonly autoencoder: VqVaeConfig;
  readonly prior: PixelCnnConfig;
}

/**
 * Reads the models' settings from a manifest and checks that they and the manifest are of one model.
 * @throws {RangeError} If they contradict each other.
 * @throws {TypeError} If a setting is not one of its model.
 */
export function modelConfigs(manifest: Manifest): ModelConfigs {
  const { models, image, grid, codebook, classes } = manifest;
  const autoencoder = parse(VqVaeConfig, models.autoencoder);
  const prior = parse(PixelCnnConfig, models.prior);
  const { imageShape } = autoencoder;
  const own = gridShape(autoencoder);
  const pairs: Record<string, readonly [told: number, actual: number]> = {
    "image.height": [image.height, imageShape.height],
    "image.width": [image.width, imageShape.width],
    "image.channels": [image.channels, imageShape.channels],
    "grid.height": [grid.height, own.height],
    "grid.width": [grid.width, own.width],
    "codebook.size": [codebook.size, autoencoder.codebookSize],
    "codebook.dim": [codebook.dim, autoencoder.embeddingDim],
    "grid.height of the prior": [grid.height, prior.grid.height],
    "grid.width of the prior": [grid.width, prior.grid.width],
    "codebook.size of the prior": [codebook.size, prior.codebookSize],
    "number of classes": [classes.length, prior.classes],
  };
  for (const [name, [told, actual]] of Object.entries(pairs)) {
    if (told === actual) continue;
    throw new RangeError(
      `Cannot open model ${manifest.id} as ${name} must be one: manifest [${told}], config [${actual}]`,
    );
  }
  return { autoencoder, prior };
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ): { data?: T; error?: { issues: { path: PropertyKey[]; message: string }[] } };
}

function parse<T>(schema: Schema<T>, { kind, config }: { kind: string; config: unknown }): T {
  const { data, error } = schema.safeParse(config);
  if (!error) return data!;
  const [{ path, message }] = error.issues;
  throw new TypeError(
    `Cannot open ${kind} as its config must be valid: [${path.join(".")}] ${message}`,
  );
}
