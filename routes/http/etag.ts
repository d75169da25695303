import type { Context } from "hono";
import type { Env } from "./request_context.ts";

const CACHED_HOUR = "public, max-age=3600";
const CACHED_FOR_GOOD = "public, max-age=31536000, immutable";

/** A strong entity tag of the values that determine the reply. */
export async function entityTag(...parts: readonly unknown[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(parts));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0"));
  return `"${hex.join("")}"`;
}

/** Cache headers of a reply that its URL determines; immutable only if the URL names the version. */
export function cacheHeaders(etag: string, versioned: boolean) {
  return { etag, "cache-control": versioned ? CACHED_FOR_GOOD : CACHED_HOUR };
}

/** Whether the client already has this reply. Source: RFC 9110, 13.1.2. */
export function isFresh(c: Context<Env>, etag: string): boolean {
  const known = c.req.header("if-none-match");
  if (known === undefined) return false;
  if (known.trim() === "*") return true;
  const strong = etag.replace(/^W\//, "");
  return known.split(",").some((tag) => tag.trim().replace(/^W\//, "") === strong);
}

/** A 304 with the headers that the full reply would have. */
export function notModified(headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers });
}
