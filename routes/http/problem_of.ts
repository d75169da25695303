import { RefusedInputError, UnavailableError } from "../inference.ts";
import { Problem } from "./problem.ts";

/** The problem that an error maps to; an unexpected error becomes a 500 without details. */
export function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnavailableError) {
    return new Problem(503, error.message, {
      headers: { "retry-after": String(error.retryAfter) },
    });
  }
  if (error instanceof RefusedInputError) {
    return new Problem(error.reason === "too_large" ? 413 : 400, error.message);
  }
  return new Problem(500, "Cannot answer: the server failed");
}
