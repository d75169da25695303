import type * as z from "zod";

/** What the OpenAPI document says about one route. */
export interface Operation {
  readonly method: "get" | "post";
  /** With parameters in braces: `/models/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Parameters in the path, with an example that works on every server or none. */
  readonly pathParameters?: Readonly<Record<string, z.ZodType>>;
  readonly query?: z.ZodObject;
  /** The body by media type; null where it is not JSON. */
  readonly body?: Readonly<Record<string, z.ZodType | null>>;
  /** The 200 reply by media type; null where it is not JSON. */
  readonly replies: Readonly<Record<string, z.ZodType | null>>;
  /** Headers of the 200 reply, with what they tell. */
  readonly replyHeaders?: Readonly<Record<string, string>>;
  /** Statuses of refusals, beside 406 and 414, which every route has. */
  readonly problems: readonly number[];
}
