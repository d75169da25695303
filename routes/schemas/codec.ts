import * as z from "zod";
import { MAX_IMAGES } from "../limits.ts";
import { Scale } from "./generate.ts";
import { Base64Png, EXAMPLE_PNG, Grid, GridBatch, Latents, LatentsBatch } from "./grid.ts";
import { ModelId } from "./model.ts";

/** The most vectors of one request. */
const MAX_VECTORS = 4096;
/** Keeps squared distances within f32. */
const MAX_COORDINATE = 1e15;

const Index = z.int().min(0).max(65535);

/** The parameters of `GET /codebook`. */
export const CodebookQuery = z.object({
  model: ModelId.optional(),
  indices: z.string().min(1).max(8192).optional().meta({
    description: "Comma-separated indices of entries; default all.",
    examples: ["0,1"],
  }),
});

/** `GET /codebook`. */
export const CodebookReply = z.object({
  model: z.string().max(64),
  size: z.int().min(1).max(65536),
  dim: z.int().min(1).max(4096),
  indices: z.array(Index).max(65536),
  vectors: z.array(z.array(z.number()).max(4096)).max(65536),
}).meta({
  id: "Codebook",
  examples: [{
    model: "mnist",
    size: 32,
    dim: 2,
    indices: [0, 1],
    vectors: [[-0.218, 0.702], [-0.217, 0.009]],
  }],
});

/** The body of `POST /codebook/nearest`. */
export const NearestRequest = z.strictObject({
  model: ModelId.optional(),
  vectors: z.array(z.array(z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE)).min(1).max(4096))
    .min(1).max(MAX_VECTORS),
}).meta({ id: "NearestRequest", examples: [{ vectors: [[-0.2, 0.7]] }] });

/** `POST /codebook/nearest`. */
export const NearestReply = z.object({
  model: z.string().max(64),
  indices: z.array(Index).max(MAX_VECTORS),
  distances: z.array(z.number().min(0)).max(MAX_VECTORS).meta({
    description: "Squared Euclidean distances in the space where the model quantises.",
  }),
}).meta({ id: "Nearest", examples: [{ model: "mnist", indices: [0], distances: [0.0003] }] });

/** The parameters of `POST /encode`. */
export const EncodeQuery = z.object({ model: ModelId.optional() });

/** `POST /encode`. */
export const EncodeReply = z.object({
  model: z.string().max(64),
  height: z.int().min(1).max(4096).meta({ description: "Rows of codes." }),
  width: z.int().min(1).max(4096).meta({ description: "Codes per row." }),
  codes: Grid.optional().meta({ description: "Left out for a model of latents." }),
  channels: z.int().min(1).max(4096).optional().meta({ description: "Of latents." }),
  latents: Latents.optional().meta({ description: "Just for a model of latents." }),
}).meta({
  id: "EncodedImage",
  examples: [{ model: "mnist", height: 2, width: 2, codes: [[0, 5], [12, 3]] }],
});

/** The body of `POST /decode`. */
export const DecodeRequest = z.strictObject({
  model: ModelId.optional(),
  codes: z.union([Grid, GridBatch]).optional().meta({
    description: "One grid of codes, or a list of grids.",
  }),
  latents: z.union([Latents, LatentsBatch]).optional().meta({
    description: "Instead of codes, for a model of latents: those of one picture, or a list.",
  }),
  scale: Scale,
}).refine(({ codes, latents }) => (codes === undefined) !== (latents === undefined), {
  path: ["codes"],
  error: "either codes or latents must be given",
}).meta({ id: "DecodeRequest", examples: [{ codes: [[0, 5], [12, 3]], scale: 4 }] });

/** `POST /decode`. */
export const DecodeReply = z.object({
  model: z.string().max(64),
  data: z.array(z.object({ b64_json: Base64Png })).max(MAX_IMAGES),
}).meta({
  id: "DecodedImages",
  examples: [{ model: "mnist", data: [{ b64_json: EXAMPLE_PNG }] }],
});
