import type * as z from "zod";
import { MAX_ERRORS } from "../limits.ts";
import { type FieldError, Problem } from "./problem.ts";

type Issue = z.core.$ZodIssue;

/** A 422 for invalid values: at most {@link MAX_ERRORS} errors, each with its dotted path. */
export function schemaProblem(what: string, error: z.ZodError): Problem {
  const errors = error.issues.slice(0, MAX_ERRORS).map((issue) => fieldError(issue, []));
  const first = errors[0];
  return new Problem(422, `Cannot accept ${what}: ${first.path || what}: ${first.message}`, {
    errors,
  });
}

function fieldError(issue: Issue, parents: readonly PropertyKey[]): FieldError {
  const path = [...parents, ...issue.path];
  if (issue.code === "invalid_union") {
    const nearest = deepestIssue(issue.errors);
    if (nearest !== undefined) return fieldError(nearest, path);
  }
  if (issue.code === "unrecognized_keys") {
    const key = String(issue.keys[0]).slice(0, 64);
    return { path: [...path, key].map(String).join("."), message: "Unknown member" };
  }
  return { path: path.map(String).join("."), message: issue.message };
}

/** The issue of the alternative that got furthest, most likely the one intended. */
function deepestIssue(alternatives: readonly (readonly Issue[])[]): Issue | undefined {
  let nearest: Issue | undefined;
  for (const [issue] of alternatives) {
    if (issue === undefined) continue;
    if (nearest === undefined || issue.path.length > nearest.path.length) nearest = issue;
  }
  return nearest;
}
