import type * as z from "zod";
import type { HeaderName } from "./headers.ts";

/** The groups that operations are shown in, with what each is for. */
export const TAGS = {
  generate: "New pictures",
  codes: "Pictures as codes, and codes as pictures",
  models: "What is served, and the files of it",
  service: "The server itself",
  pages: "For people, and for their pages",
} as const;

/**
 * What a body holds: the schema of its JSON, or of each event where it is a stream of events; null where it is neither:
 * text, or bytes.
 */
export type Content = z.ZodType | null;

/** What the OpenAPI document says about one route. */
export interface Operation {
  readonly method: "get" | "post";
  /** With parameters in braces: `/models/{id}`. */
  readonly path: string;
  /** Its name in generated clients; made of method and path where it is left out. */
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
  /** Headers of the 200 reply, but those that every reply has. */
  readonly replyHeaders?: readonly HeaderName[];
  /** Whether `Accept` chooses among the replies, and 406 answers where it allows none. */
  readonly negotiates: boolean;
  /** `etag`: there is a 304; `ranges`: there are 206 and 416 too. */
  readonly conditional?: "etag" | "ranges";
  /** Whether it makes work for the models, for which a server may want a key and refuse what is too much. */
  readonly works?: true;
  /** Statuses of refusals; 400 and 414, which every route has, and those that the fields above bring go without saying. */
  readonly problems?: readonly number[];
}
