import { RefusedInputError, UnavailableError } from "../inference.ts";
import { Problem } from "./problem.ts";

/** The refusal that an error becomes; what is no one's refusal is a 500 that tells nothing. */
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
