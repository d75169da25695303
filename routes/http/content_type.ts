import type { Context } from "hono";
import { Problem } from "./problem.ts";

/**
 * Checks that the body is declared as `type`, in UTF-8 and not compressed.
 *
 * @throws {Problem} 415 otherwise.
 */
export function requireContentType(c: Context, type: string): void {
  const declared = c.req.header("content-type") ?? "";
  const [essence, ...parameters] = declared.split(";").map((part) => part.trim().toLowerCase());
  if (essence !== type) {
    throw new Problem(415, `Cannot accept the body: Content-Type must be ${type}`);
  }
  const charset = parameters.find((parameter) => parameter.startsWith("charset="));
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) {
    throw new Problem(415, "Cannot accept the body: its charset must be utf-8");
  }
  const encoding = c.req.header("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new Problem(415, "Cannot accept the body: it must not be compressed");
  }
}
