import * as z from "zod";
import { MAX_GUIDANCE, MAX_SEED, MAX_TEMPERATURE } from "../../core/sampling/settings.ts";
import { MAX_IMAGES, MAX_SCALE } from "../limits.ts";
import { Base64Png, Grid, PartialGrid } from "./grid.ts";
import { ModelId } from "./model.ts";

/** Nearest-neighbour enlargement of a picture. */
export const Scale = z.int().min(1).max(MAX_SCALE).default(1).meta({
  description: "Nearest-neighbour enlargement of the picture.",
});

const Seed = z.int().min(0).max(MAX_SEED);

const SETTINGS = {
  model: ModelId.optional(),
  version: z.string().min(1).max(128).optional().meta({
    description: "The model's version. With it a seeded GET is cacheable for good.",
  }),
  seed: Seed.optional().meta({
    description: "Image k has seed + k. Drawn by the server, and told, where it is left out.",
  }),
  n: z.int().min(1).max(MAX_IMAGES).default(1).meta({ description: "Number of images." }),
  class: z.union([z.int().min(0).max(9_999), z.string().min(1).max(200)]).optional().meta({
    description: "A class: a number is its index; a text, as every query parameter is, its exact " +
      "name, or its index where no class has that name. Where it is left out, the seed draws one.",
  }),
  temperature: z.number().min(0).max(MAX_TEMPERATURE).default(1).meta({
    description: "0 takes the most likely code at each position.",
  }),
  top_k: z.int().min(1).max(65536).optional().meta({
    description: "Draws from the k most likely codes; at most the codebook's size.",
  }),
  top_p: z.number().gt(0).max(1).optional().meta({
    description: "Draws from the most likely codes whose probabilities reach p, after top_k.",
  }),
  guidance: z.number().min(0).max(MAX_GUIDANCE).default(1).meta({
    description: "How far to lean towards the class; 1 is off.",
  }),
  scale: Scale,
};

/** The parameters of `GET /generate`. */
export const GenerateQuery = z.object(SETTINGS);

/** The body of `POST /generate`. */
export const GenerateRequest = z.strictObject({
  ...SETTINGS,
  codes: PartialGrid.optional().meta({
    description: "Codes to keep, and null where one is to be drawn.",
  }),
}).meta({ id: "GenerateRequest" });

/** What decides a picture, once a request is parsed. */
export type GenerateSettings = z.output<typeof GenerateRequest>;

/** One generated image. */
export const GeneratedImage = z.object({
  seed: Seed,
  class: z.int().min(0).max(9_999).optional(),
  codes: Grid,
  log_likelihood: z.number().max(0).meta({
    description: "Nats of the whole grid under the prior at temperature 1, without guidance.",
  }),
  b64_json: Base64Png,
}).meta({ id: "GeneratedImage" });

/** Generated images. */
export const GenerateReply = z.object({
  model: z.string().max(64),
  version: z.string().max(128),
  created: z.int().min(0).meta({ description: "Seconds since 1970." }),
  data: z.array(GeneratedImage).max(MAX_IMAGES),
}).meta({ id: "GenerateReply" });
