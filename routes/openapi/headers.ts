import * as z from "zod";
import { MAX_SEED } from "../../generation/settings.ts";

const Text = z.string().max(1000);

/** Headers of replies. */
export const HEADERS = {
  "X-Request-Id": z.string().max(64).meta({
    description: "The request's id: the one sent in this header, or a new one.",
  }),
  "Retry-After": z.int().min(1).meta({ description: "Seconds to wait before a retry." }),
  ETag: Text.meta({ description: "Identifies this reply, for If-None-Match." }),
  "Cache-Control": Text.meta({ description: "How long the reply may be cached." }),
  "Content-Range": Text.meta({ description: "The range of bytes sent, and the size of the file." }),
  "X-Seed": z.int().min(0).max(MAX_SEED).meta({ description: "Seed of the first image." }),
  "X-Codebook-Shape": Text.meta({
    description: "n,dim: rows and columns; only with application/octet-stream.",
  }),
  "Cache-Status": Text.meta({
    description: "For seeded requests on servers with a cache: whether it had the reply.",
  }),
  "WWW-Authenticate": Text.meta({ description: "Bearer." }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** A header that the document describes. */
export type HeaderName = keyof typeof HEADERS;

/** Headers of requests that a conditional operation reads. */
export const CONDITIONS: Readonly<Record<"etag" | "ranges", Readonly<Record<string, z.ZodType>>>> =
  {
    etag: {
      "If-None-Match": Text.meta({ description: "Entity tags of replies the client already has." }),
    },
    ranges: {
      "If-None-Match": Text.meta({ description: "Entity tags of replies the client already has." }),
      Range: Text.meta({ description: "One range of bytes.", examples: ["bytes=0-1023"] }),
      "If-Range": Text.meta({
        description:
          "The range applies to the file with this entity tag; otherwise the whole file is sent.",
      }),
    },
  };
