import * as z from "zod";
import { MAX_GRID_SIDE, MAX_IMAGES } from "../limits.ts";

/** An index of a codebook entry. */
export const Code = z.int().min(0).max(65535);

/** Codes `[gh][gw]`: indices of codebook entries. */
export const Grid = z.array(z.array(Code).min(1).max(MAX_GRID_SIDE)).min(1).max(MAX_GRID_SIDE)
  .meta({ id: "Grid", description: "Rows of indices into the codebook." });

/** A list of grids. */
export const GridBatch = z.array(Grid).min(1).max(MAX_IMAGES);

/** The largest size of a latent: far above what a codec gives. */
const MAX_LATENT = 1e6;
const Latent = z.number().min(-MAX_LATENT).max(MAX_LATENT);

/** Latents `[channels][gh][gw]`. */
export const Latents = z.array(
  z.array(z.array(Latent).min(1).max(MAX_GRID_SIDE)).min(1).max(MAX_GRID_SIDE),
).min(1).max(4096).meta({ id: "Latents", description: "For each channel, rows of numbers." });

/** Latents of several pictures. */
export const LatentsBatch = z.array(Latents).min(1).max(MAX_IMAGES);

/** A grid with null for codes to draw. */
export const PartialGrid = z.array(z.array(Code.nullable()).min(1).max(MAX_GRID_SIDE)).min(1)
  .max(MAX_GRID_SIDE)
  .meta({ id: "PartialGrid", description: "A grid with null for codes to draw." });

/** A grey pixel as a PNG file, in Base64. */
export const EXAMPLE_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==";

/** A PNG in Base64. */
export const Base64Png = z.string().max(2 ** 27).meta({
  description: "A PNG file in Base64.",
  contentEncoding: "base64",
  contentMediaType: "image/png",
});
