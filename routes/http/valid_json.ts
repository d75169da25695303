import type { MiddlewareHandler } from "hono";
import type * as z from "zod";
import { MAX_JSON_BYTES } from "../limits.ts";
import { requireContentType } from "./content_type.ts";
import { schemaProblem } from "./field_errors.ts";
import { Problem } from "./problem.ts";
import { readBody } from "./read_body.ts";
import type { Env } from "./request_context.ts";

/** The types that {@link validJson} gives to `c.req.valid("json")`. */
export interface ValidJson<Schema extends z.ZodType> {
  in: { json: z.input<Schema> };
  out: { json: z.output<Schema> };
}

/**
 * Gives `c.req.valid("json")`: the body, checked against the schema.
 *
 * @throws {Problem} 415 without `Content-Type: application/json`, 413, 408, 400 if it isn't JSON in
 * UTF-8, 422 with paths if the schema refuses it.
 */
export function validJson<Schema extends z.ZodType>(
  schema: Schema,
): MiddlewareHandler<Env, string, ValidJson<Schema>> {
  return async (c, next) => {
    requireContentType(c, "application/json");
    const parsed = schema.safeParse(parseJson(await readBody(c, MAX_JSON_BYTES)));
    if (!parsed.success) throw schemaProblem("the body", parsed.error);
    c.req.addValidatedData("json", parsed.data as object);
    await next();
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, "Cannot read the body: it must be JSON in UTF-8");
  }
}
