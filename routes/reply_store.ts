/** A cache of replies by entity tag, which covers everything that determines them. */
export interface ReplyStore {
  /** @param address The request's. @returns Undefined if the reply is not cached. */
  find(address: string, etag: string): Promise<Response | undefined>;
  /** Caches a reply for as long as its `Cache-Control` allows. */
  keep(address: string, etag: string, reply: Response): Promise<void>;
}
