const RETRY_MS = 100;
/** How long requests may go on that are under way when there is no descriptor left. */
const PATIENCE_MS = 3000;

/** Serves on this port where one is given, and ends every connection when the signal says so. */
export type Serve = (port: number | undefined, signal: AbortSignal) => Deno.HttpServer<Deno.Addr>;

/** What may be changed. */
export interface ListenerOptions {
  /** Requests that are not answered yet. */
  readonly underWay?: () => number;
  readonly patienceMs?: number;
}

/**
 * Accepts connections, and goes on where the system refuses more: `Deno.serve` gives up at the first
 * that it cannot accept, as when a process has no file descriptor left. Then connections are held by
 * clients that send nothing, half a head or half a body, which `Deno.serve` never closes: once the
 * requests under way are answered, or after three seconds, every connection is closed and the listener
 * listens again.
 */
export class Listener {
  readonly addr: Deno.Addr;
  readonly #serve: Serve;
  readonly #underWay: () => number;
  readonly #patienceMs: number;
  #server: Deno.HttpServer<Deno.Addr>;
  #connections = new AbortController();
  #stopping = false;

  /** @throws {Error} What keeps `serve` from listening. */
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

  /** Settles once every connection has had its replies. */
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
      setTimeout(() => this.#listenAgain(), RETRY_MS); // There is still no descriptor.
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
