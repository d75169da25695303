import type { ServerProcess } from "./server_process.ts";

/** The flag that {@link IsolateMemory} needs of workerd. */
export const INSPECTED = "--inspector-addr=127.0.0.1:0";

/** Memory of an isolate according to V8's inspector, in bytes. */
export interface IsolateBytes {
  /** Objects, garbage that was not collected yet included. */
  readonly heap: number;
  /** Array buffers: weights, pictures, bodies. */
  readonly buffers: number;
}

/** The memory of the main isolate, in a workerd started with {@link INSPECTED} or in Deno with `--inspect`. */
export class IsolateMemory {
  readonly #socket: WebSocket;
  #calls = 0;

  private constructor(readonly server: ServerProcess, socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(server: ServerProcess): Promise<IsolateMemory> {
    const [, port] = /"listen-inspector","port":(\d+)/.exec(server.output) ?? [];
    const address = /ws:\/\/\S+/.exec(server.output)?.[0] ?? `ws://127.0.0.1:${port}/main`;
    const socket = new WebSocket(address);
    await new Promise((resolve) => socket.onopen = resolve);
    const memory = new IsolateMemory(server, socket);
    await memory.#call("Runtime.enable");
    await memory.#call("HeapProfiler.enable");
    return memory;
  }

  async measure(): Promise<IsolateBytes> {
    const { usedSize, backingStorageSize } = await this.#call("Runtime.getHeapUsage");
    return { heap: usedSize, buffers: backingStorageSize };
  }

  async collectGarbage(): Promise<void> {
    await this.#call("HeapProfiler.collectGarbage");
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#socket.onclose = resolve);
    this.#socket.close();
    await closed;
  }

  async #call(method: string): Promise<Record<string, number>> {
    const id = ++this.#calls;
    const { promise, resolve } = Promise.withResolvers<Record<string, number>>();
    this.#socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.id === id) resolve(message.result);
    };
    this.#socket.send(JSON.stringify({ id, method }));
    let answered = false;
    promise.then(() => answered = true);
    // An isolate looks at its inspector only when it is at work.
    while (!answered) await (await this.server.fetch("/healthz")).text();
    return await promise;
  }
}
