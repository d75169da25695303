/**
 * A way to a server that counts every byte the server sends: headers and bodies, packed as they come over the wire,
 * what workers load included, which a browser does not tell of all.
 */
export class WireCount implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  #bytes = 0;

  /** @param server Address of the server. */
  constructor(server: string) {
    this.#accept(new URL(server));
  }

  /** Address to use in place of the server's. */
  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  /** So far. */
  get bytes(): number {
    return this.#bytes;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) close(connection);
    return Promise.resolve();
  }

  async #accept({ hostname, port }: URL): Promise<void> {
    for await (const client of this.#listener) {
      const server = await Deno.connect({ hostname, port: Number(port) });
      this.#open.add(client).add(server);
      const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          this.#bytes += chunk.length;
          controller.enqueue(chunk);
        },
      });
      const both = [
        client.readable.pipeTo(server.writable),
        server.readable.pipeThrough(counted).pipeTo(client.writable),
      ];
      Promise.allSettled(both).then(() => [client, server].forEach(close));
    }
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
