import * as z from "zod";
import { MAX_GRID_SIDE, MAX_IMAGES } from "../limits.ts";
import { GeneratedImage } from "./generate.ts";
import { Code } from "./grid.ts";

const Image = z.int().min(0).max(MAX_IMAGES - 1).meta({
  description: "Index of the image in the request, from 0.",
});

/** The content of `row`: a row of codes is drawn. */
export const RowEvent = z.object({
  image: Image,
  row: z.int().min(0).max(MAX_GRID_SIDE - 1),
  codes: z.array(Code).min(1).max(MAX_GRID_SIDE),
}).meta({ id: "RowEvent", examples: [{ image: 0, row: 2, codes: [0, 5, 12, 3] }] });

/** The content of `image`: a picture is done. */
export const ImageEvent = z.object({ image: Image, ...GeneratedImage.shape })
  .meta({ id: "ImageEvent" });

/** The content of `done`, the last event of a stream whose images are all drawn. */
export const DoneEvent = z.object({
  model: z.string().max(64),
  version: z.string().max(128),
  created: z.int().min(0).meta({ description: "Seconds since 1970." }),
  images: z.int().min(1).max(MAX_IMAGES),
}).meta({
  id: "DoneEvent",
  examples: [{ model: "mnist", version: "ab".repeat(32), created: 1_767_225_600, images: 1 }],
});

/** The content of `error`, the last event of a stream whose work was lost. */
export const ErrorEvent = z.object({
  status: z.int().min(400).max(599).meta({
    description: "The status a plain reply would have had.",
  }),
  detail: z.string().max(2000),
}).meta({
  id: "ErrorEvent",
  examples: [{ status: 503, detail: "Cannot draw now: the server is stopping" }],
});

/** An event of a stream, its data parsed. */
export const GenerateEvent = z.discriminatedUnion("event", [
  z.object({ event: z.literal("row"), data: RowEvent }),
  z.object({ event: z.literal("image"), data: ImageEvent }),
  z.object({ event: z.literal("done"), data: DoneEvent }),
  z.object({ event: z.literal("error"), data: ErrorEvent }),
]).meta({
  id: "GenerateEvent",
  description: "A server-sent event: its `event` field, and its `data` field parsed as JSON. " +
    "For each image `row` events, then `image`; at last `done`, or `error` if the work was lost. " +
    "Ignore events of other names.",
});
