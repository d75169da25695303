import * as z from "zod";
import { MAX_IMAGES } from "../limits.ts";
import { Scale } from "./generate.ts";
import { Base64Png, Grid, GridBatch } from "./grid.ts";
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
    description: "Indices of entries, divided by commas; all entries where it is left out.",
    example: "0,1",
  }),
});

/** `GET /codebook`. */
export const CodebookReply = z.object({
  model: z.string().max(64),
  size: z.int().min(1).max(65536),
  dim: z.int().min(1).max(4096),
  indices: z.array(Index).max(65536),
  vectors: z.array(z.array(z.number()).max(4096)).max(65536),
}).meta({ id: "Codebook" });

/** The body of `POST /codebook/nearest`. */
export const NearestRequest = z.strictObject({
  model: ModelId.optional(),
  vectors: z.array(z.array(z.number().min(-MAX_COORDINATE).max(MAX_COORDINATE)).min(1).max(4096))
    .min(1).max(MAX_VECTORS),
}).meta({ id: "NearestRequest" });

/** `POST /codebook/nearest`. */
export const NearestReply = z.object({
  model: z.string().max(64),
  indices: z.array(Index).max(MAX_VECTORS),
  distances: z.array(z.number().min(0)).max(MAX_VECTORS).meta({
    description: "Squared Euclidean distances in the space that the model quantises in.",
  }),
}).meta({ id: "Nearest" });

/** The parameters of `POST /encode`. */
export const EncodeQuery = z.object({ model: ModelId.optional() });

/** `POST /encode`. */
export const EncodeReply = z.object({
  model: z.string().max(64),
  height: z.int().min(1).max(4096).meta({ description: "Rows of codes." }),
  width: z.int().min(1).max(4096).meta({ description: "Codes of a row." }),
  codes: Grid,
}).meta({ id: "EncodedImage" });

/** The body of `POST /decode`. */
export const DecodeRequest = z.strictObject({
  model: ModelId.optional(),
  codes: z.union([Grid, GridBatch]).meta({ description: "One grid of codes, or a list of grids." }),
  scale: Scale,
}).meta({ id: "DecodeRequest" });

/** `POST /decode`. */
export const DecodeReply = z.object({
  model: z.string().max(64),
  data: z.array(z.object({ b64_json: Base64Png })).max(MAX_IMAGES),
}).meta({ id: "DecodedImages" });
