import type { ReplyStore } from "../../routes/reply_store.ts";

const CACHE = "tessera";

/**
 * Keeps replies in the cache of the data centre that the Worker runs in. The key is the entity tag:
 * bundle version, settings and type of the reply are in it, so that a new version of a bundle never
 * meets what an older one left, and equal requests in other words meet the same reply.
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

/** An address of the Worker's own host, as the cache wants it. */
function keyOf(address: string, etag: string): string {
  return new URL(`/kept/${etag.replace(/[^0-9a-f]/g, "")}`, address).href;
}
