const RETRY_MS = 100;

/**
 * Accepts connections, and goes on where the system refuses more for a while: `Deno.serve` gives up
 * at the first that it cannot accept, as when a process has no file descriptor left. Connections that
 * were accepted before live on.
 */
export class Listener {
  readonly addr: Deno.Addr;
  readonly #serve: (port?: number) => Deno.HttpServer<Deno.Addr>;
  #server: Deno.HttpServer<Deno.Addr>;
  #stopping = false;

  /** @param serve Listens, on this port where one is given. @throws {Error} What keeps it from that. */
  constructor(serve: (port?: number) => Deno.HttpServer<Deno.Addr>) {
    this.#serve = serve;
    this.#server = serve();
    this.addr = this.#server.addr;
    this.#watch();
  }

  /** Settles once every connection has had its replies. */
  async shutdown(): Promise<void> {
    this.#stopping = true;
    await this.#server.shutdown();
  }

  #watch(): void {
    this.#server.finished.catch(() => this.#listenAgain());
  }

  #listenAgain(): void {
    if (this.#stopping) return;
    try {
      this.#server = this.#serve("port" in this.addr ? this.addr.port : undefined);
      this.#watch();
    } catch {
      setTimeout(() => this.#listenAgain(), RETRY_MS); // There is still no descriptor.
    }
  }
}
