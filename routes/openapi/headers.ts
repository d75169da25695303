import * as z from "zod";
import { MAX_SEED } from "../../generation/settings.ts";

const Text = z.string().max(1000);

/** Headers of replies. */
export const HEADERS = {
  "X-Request-Id": z.string().max(64).meta({
    description: "The request's id: the one that the request gave in this header, or a new one.",
  }),
  "Retry-After": z.int().min(1).meta({ description: "Seconds after which to try again." }),
  ETag: Text.meta({ description: "Names this very reply, for If-None-Match." }),
  "Cache-Control": Text.meta({ description: "How long the reply may be kept." }),
  "Content-Range": Text.meta({ description: "Which bytes these are, and of how many." }),
  "X-Seed": z.int().min(0).max(MAX_SEED).meta({ description: "Seed of the first image." }),
  "X-Codebook-Shape": Text.meta({
    description: "n,dim: rows and columns; only with application/octet-stream.",
  }),
  "Cache-Status": Text.meta({
    description: "With a seed, where replies are kept at the edge: whether this one was.",
  }),
  "WWW-Authenticate": Text.meta({ description: "Bearer." }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** A header that the document describes. */
export type HeaderName = keyof typeof HEADERS;

/** Headers of requests that a conditional operation reads. */
export const CONDITIONS: Readonly<Record<"etag" | "ranges", Readonly<Record<string, z.ZodType>>>> =
  {
    etag: {
      "If-None-Match": Text.meta({ description: "Entity tags of replies that the client has." }),
    },
    ranges: {
      "If-None-Match": Text.meta({ description: "Entity tags of replies that the client has." }),
      Range: Text.meta({ description: "One range of bytes.", examples: ["bytes=0-1023"] }),
      "If-Range": Text.meta({
        description: "The range is of the file with this entity tag; of another, all is sent.",
      }),
    },
  };
