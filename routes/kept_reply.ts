import type { Context } from "hono";
import { keepAlive } from "./http/keep_alive.ts";
import type { Env } from "./http/request_context.ts";
import type { ReplyStore } from "./reply_store.ts";

/** A reply determined by its entity tag. */
export interface Decided {
  readonly headers: Record<string, string> & { readonly etag: string };
  /** Makes the reply, with these headers. */
  make(): Promise<Response>;
}

/**
 * The cached reply, or a new one, which is then cached; `Cache-Status` says which.
 * Source: RFC 9211.
 */
export async function keptReply(
  c: Context<Env>,
  store: ReplyStore | undefined,
  { headers, make }: Decided,
): Promise<Response> {
  if (store === undefined) return await make();
  const { url } = c.req;
  const kept = await store.find(url, headers.etag);
  if (kept !== undefined) {
    // A reply cached for a URL without a version may be requested with one.
    const merged = { ...headers, "content-type": kept.headers.get("content-type")! };
    return new Response(kept.body, { headers: { ...merged, "cache-status": "edge; hit" } });
  }
  const reply = await make();
  keepAlive(c, store.keep(url, headers.etag, reply.clone()));
  reply.headers.set("cache-status", "edge; fwd=miss; stored");
  return reply;
}
