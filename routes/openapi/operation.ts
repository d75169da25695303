import type * as z from "zod";
import type { HeaderName } from "./headers.ts";

/** The groups of operations, each with its description. */
export const TAGS = {
  generate: "New pictures",
  codes: "Pictures as codes, and codes as pictures",
  models: "What is served, and the files of it",
  service: "The server itself",
  pages: "For people, and for their pages",
} as const;

/**
 * Content of a body: the schema of its JSON, or of each event of a stream; null for text or bytes.
 */
export type Content = z.ZodType | null;

/** An operation of the OpenAPI document. */
export interface Operation {
  readonly method: "get" | "post";
  /** With parameters in braces: `/models/{id}`. */
  readonly path: string;
  /** Its name in generated clients; default: made from method and path. */
  readonly id?: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description: string;
  /** Parameters in the path. */
  readonly pathParameters?: Readonly<Record<string, z.ZodType>>;
  readonly query?: z.ZodObject;
  /** The body by media type. */
  readonly body?: Readonly<Record<string, Content>>;
  /** The 200 reply by media type. */
  readonly replies: Readonly<Record<string, Content>>;
  /** Headers of the 200 reply, except those of every reply. */
  readonly replyHeaders?: readonly HeaderName[];
  /** Whether `Accept` selects the reply, with 406 if it allows none. */
  readonly negotiates: boolean;
  /** `etag` adds 304; `ranges` also 206 and 416. */
  readonly conditional?: "etag" | "ranges";
  /** Whether it needs a model, so that a server may require a key or refuse it when overloaded. */
  readonly works?: true;
  /** Further statuses of refusals, beyond 400 and 414, which every route has, and those implied by the fields above. */
  readonly problems?: readonly number[];
}
