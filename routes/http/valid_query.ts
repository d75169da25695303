import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { schemaProblem } from "./field_errors.ts";
import { malformed } from "./problem.ts";
import type { Env } from "./request_context.ts";

/** The types that {@link validQuery} gives to `c.req.valid("query")`. */
export interface ValidQuery<Schema extends z.ZodObject> {
  in: { query: Record<string, string> };
  out: { query: z.output<Schema> };
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Gives `c.req.valid("query")`: the parameters that the schema names. Others are ignored, so that a
 * cache buster does no harm.
 *
 * @throws {Problem} 400 if a parameter is given twice or should be a number and is none, 422 with
 * paths if the schema refuses it.
 */
export function validQuery<Schema extends z.ZodObject>(
  schema: Schema,
): MiddlewareHandler<Env, string, ValidQuery<Schema>> {
  return async (c, next) => {
    const given = new URL(c.req.url).searchParams;
    const fields: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(schema.shape)) {
      const values = given.getAll(name);
      if (values.length > 1) throw malformed(name, "it is given more than once");
      if (values.length === 1) fields[name] = parameter(name, values[0], field as z.ZodType);
    }
    const parsed = schema.safeParse(fields);
    if (!parsed.success) throw schemaProblem("the query", parsed.error);
    c.req.addValidatedData("query", parsed.data as object);
    await next();
  };
}

/** The parameter as the kind that its schema takes: a number, or text, which a union of both takes too. */
function parameter(name: string, text: string, field: z.ZodType): unknown {
  if (!(unwrap(field) instanceof z.ZodNumber)) return text;
  if (!NUMBER.test(text)) throw malformed(name, "it must be a number");
  return Number(text);
}

function unwrap(field: z.ZodType): z.ZodType {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) {
    return unwrap(field.unwrap() as z.ZodType);
  }
  return field;
}
