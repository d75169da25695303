import * as z from "zod";
import { MAX_GUIDANCE, MAX_SEED, MAX_TEMPERATURE } from "../../generation/settings.ts";
import { MAX_IMAGES, MAX_SCALE } from "../limits.ts";
import { Base64Png, EXAMPLE_PNG, Grid, PartialGrid } from "./grid.ts";
import { ModelId } from "./model.ts";

/** Nearest-neighbour enlargement of a picture. */
export const Scale = z.int().min(1).max(MAX_SCALE).default(1).meta({
  id: "Scale",
  description: "Nearest-neighbour enlargement of the picture.",
});

const Seed = z.int().min(0).max(MAX_SEED);
const ClassIndex = z.int().min(0).max(9_999);

const SETTINGS = {
  model: ModelId.optional(),
  version: z.string().min(1).max(128).optional().meta({
    description: "The model's version. With it, a seeded GET is cacheable forever.",
  }),
  seed: Seed.optional().meta({
    description: "Image k has seed + k. Without it the server draws one and returns it.",
    examples: [7],
  }),
  n: z.int().min(1).max(MAX_IMAGES).default(1).meta({
    id: "ImageCount",
    description: "Number of images.",
  }),
  class: z.union([ClassIndex, z.string().min(1).max(200)]).optional().meta({
    description: "A class: a number is its index; a text, as every query parameter is, its exact " +
      "name, or its index where no class has that name. Where it is left out, the seed draws one.",
    examples: ["3"],
  }),
  temperature: z.number().min(0).max(MAX_TEMPERATURE).default(1).meta({
    id: "Temperature",
    description: "0 takes the most likely code at each position.",
  }),
  top_k: z.int().min(1).max(65536).optional().meta({
    description: "Draws from the k most likely codes; at most the codebook's size.",
  }),
  top_p: z.number().gt(0).max(1).optional().meta({
    description: "Draws from the most likely codes whose probabilities reach p, after top_k.",
  }),
  guidance: z.number().min(0).max(MAX_GUIDANCE).default(1).meta({
    id: "Guidance",
    description: "Strength of classifier-free guidance towards the class; 1 is off.",
  }),
  scale: Scale,
};

/** The parameters of `GET /generate`. */
export const GenerateQuery = z.object(SETTINGS);

/** The body of `POST /generate`. */
export const GenerateRequest = z.strictObject({
  ...SETTINGS,
  codes: PartialGrid.optional().meta({
    description: "Codes to keep, and null for codes to draw.",
  }),
}).meta({ id: "GenerateRequest", examples: [{ seed: 7, class: 3, n: 2, temperature: 0.8 }] });

/** The settings of a parsed request that determine a picture. */
export type GenerateSettings = z.output<typeof GenerateRequest>;

const EXAMPLE_VERSION = "ab".repeat(32);
const EXAMPLE_IMAGE = {
  seed: 7,
  class: 3,
  codes: [[0, 5], [12, 3]],
  log_likelihood: -4.25,
  b64_json: EXAMPLE_PNG,
};

/** One generated image. */
export const GeneratedImage = z.object({
  seed: Seed,
  class: ClassIndex.optional().meta({
    description:
      "Index of the class; none if the model has no classes, or codes were kept without one.",
  }),
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
}).meta({
  id: "GenerateReply",
  examples: [{
    model: "mnist",
    version: EXAMPLE_VERSION,
    created: 1_767_225_600,
    data: [EXAMPLE_IMAGE],
  }],
});
