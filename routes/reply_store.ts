/** A place that keeps replies by their entity tag, which tells all that decides them. */
export interface ReplyStore {
  /** @param address The request's. @returns Undefined where no such reply is kept. */
  find(address: string, etag: string): Promise<Response | undefined>;
  /** Keeps a reply for as long as its `Cache-Control` allows. */
  keep(address: string, etag: string, reply: Response): Promise<void>;
}
