import type { ReplyStore } from "../../routes/reply_store.ts";

const CACHE = "tessera";

/**
 * Caches replies in the Worker's data centre. The key is the entity tag, which covers bundle version, settings and media
 * type: a new version never gets an old reply, and equivalent requests share one.
 */
export class CachedReplies implements ReplyStore {
  async find(address: string, etag: string): Promise<Response | undefined> {
    return await (await caches.open(CACHE)).match(keyOf(address, etag));
  }

  async keep(address: string, etag: string, reply: Response): Promise<void> {
    const headers = new Headers();
    for (const name of ["content-type", "cache-control"]) {
      headers.set(name, reply.headers.get(name)!);
    }
    const kept = new Response(reply.body, { headers });
    await (await caches.open(CACHE)).put(keyOf(address, etag), kept);
  }
}

/** A URL on the Worker's own host, as the cache requires. */
function keyOf(address: string, etag: string): string {
  return new URL(`/kept/${etag.replace(/[^0-9a-f]/g, "")}`, address).href;
}
