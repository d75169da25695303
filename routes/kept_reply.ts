import type { Context } from "hono";
import { keepAlive } from "./http/keep_alive.ts";
import type { Env } from "./http/request_context.ts";
import type { ReplyStore } from "./reply_store.ts";

/** A reply that its entity tag decides. */
export interface Decided {
  readonly headers: Record<string, string> & { readonly etag: string };
  /** Makes the reply, with these headers. */
  make(): Promise<Response>;
}

/**
 * The reply that is kept, or a new one, which is kept from now on. `Cache-Status` tells which.
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
    // What was kept under an address without a version may now be asked for with one.
    const told = { ...headers, "content-type": kept.headers.get("content-type")! };
    return new Response(kept.body, { headers: { ...told, "cache-status": "edge; hit" } });
  }
  const reply = await make();
  keepAlive(c, store.keep(url, headers.etag, reply.clone()));
  reply.headers.set("cache-status", "edge; fwd=miss; stored");
  return reply;
}
