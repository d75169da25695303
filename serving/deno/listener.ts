const RETRY_MS = 100;
/** How long open requests may continue when no descriptor is left. */
const PATIENCE_MS = 3000;

/** Serves, on this port if given, and closes every connection at the signal. */
export type Serve = (port: number | undefined, signal: AbortSignal) => Deno.HttpServer<Deno.Addr>;

/** Options of {@link Listener}. */
export interface ListenerOptions {
  /** Requests not answered yet. */
  readonly underWay?: () => number;
  readonly patienceMs?: number;
}

/**
 * Accepts connections, and keeps going when the system refuses more. `Deno.serve` gives up at the first connection that
 * it cannot accept, such as when the process has run out of file descriptors, and never closes connections of clients
 * that send nothing, half a head or half a body. So once open requests are answered, or after three seconds, all
 * connections are closed and the listener starts again.
 */
export class Listener {
  readonly addr: Deno.Addr;
  readonly #serve: Serve;
  readonly #underWay: () => number;
  readonly #patienceMs: number;
  #server: Deno.HttpServer<Deno.Addr>;
  #connections = new AbortController();
  #stopping = false;

  /** @throws {Error} Why `serve` cannot listen. */
  constructor(
    serve: Serve,
    { underWay = () => 0, patienceMs = PATIENCE_MS }: ListenerOptions = {},
  ) {
    this.#serve = serve;
    this.#underWay = underWay;
    this.#patienceMs = patienceMs;
    this.#server = serve(undefined, this.#connections.signal);
    this.addr = this.#server.addr;
    this.#watch();
  }

  /** Resolves once all replies are sent. */
  async shutdown(): Promise<void> {
    this.#stopping = true;
    await this.#server.shutdown();
  }

  #watch(): void {
    this.#server.finished.catch(() => this.#beginAgain());
  }

  async #beginAgain(): Promise<void> {
    const limit = performance.now() + this.#patienceMs;
    while (!this.#stopping && this.#underWay() > 0 && performance.now() < limit) {
      await pause(RETRY_MS);
    }
    if (this.#stopping) return;
    this.#connections.abort();
    this.#listenAgain();
  }

  #listenAgain(): void {
    if (this.#stopping) return;
    this.#connections = new AbortController();
    try {
      const port = "port" in this.addr ? this.addr.port : undefined;
      this.#server = this.#serve(port, this.#connections.signal);
      this.#watch();
    } catch {
      setTimeout(() => this.#listenAgain(), RETRY_MS); // Still no descriptor.
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
