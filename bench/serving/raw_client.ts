/** What a client keeps of a reply. */
export interface RawReply {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** A socket and the memory that its replies are read into. */
interface Connection {
  readonly socket: Deno.TcpConn;
  readonly buffer: Uint8Array;
}

/** More would only use up what the system gives to a process. */
const MAX_CONNECTIONS = 4000;
const HEAD_END = "\r\n\r\n";
const decoder = new TextDecoder("latin1");

/**
 * Sends GET requests over HTTP/1.1 with as little work as can be, so that what is measured is the
 * server: no compression, no redirects, replies with a Content-Length only.
 */
export class RawClient {
  readonly #idle: Connection[] = [];
  #busy = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #request: Uint8Array;
  /** Requests sent again because the server had closed the idle connection that they took. */
  resent = 0;

  /** @param keepAlive Whether connections are used again. */
  constructor(
    readonly address: { hostname: string; port: number },
    path: string,
    readonly keepAlive: boolean,
  ) {
    const connection = keepAlive ? "keep-alive" : "close";
    const head = `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: ${connection}${HEAD_END}`;
    this.#request = new TextEncoder().encode(head);
  }

  /** @throws {Error} If the connection ends before the reply does. */
  async get(): Promise<RawReply> {
    while (this.#busy >= MAX_CONNECTIONS) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#busy++;
    try {
      return await this.#getNow();
    } finally {
      this.#busy--;
      this.#waiting.shift()?.();
    }
  }

  async #getNow(): Promise<RawReply> {
    const kept = this.#idle.pop();
    if (!kept) return await this.#getOver(await open(this.address));
    try {
      return await this.#getOver(kept);
    } catch (error) {
      if (!(error instanceof ClosedError)) throw error;
      // A server may close a connection that has been idle while a request is on its way; RFC 9112, 9.3.1
      // lets a client send an idempotent one again.
      this.resent++;
      return await this.#getOver(await open(this.address));
    }
  }

  async #getOver(connection: Connection): Promise<RawReply> {
    const { socket } = connection;
    try {
      const reply = await exchange(connection, this.#request);
      if (this.keepAlive) this.#idle.push(connection);
      else socket.close();
      return reply;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  close(): void {
    for (const { socket } of this.#idle.splice(0)) socket.close();
  }
}

async function open(address: { hostname: string; port: number }): Promise<Connection> {
  return { socket: await Deno.connect(address), buffer: new Uint8Array(4096) };
}

/** A connection that ended before the first byte of a reply. */
class ClosedError extends Error {}

async function exchange(connection: Connection, request: Uint8Array): Promise<RawReply> {
  await connection.socket.write(request).catch((cause) => {
    throw new ClosedError("Cannot send the request: the connection is closed", { cause });
  });
  return await readReply(connection);
}

async function readReply({ socket, buffer }: Connection): Promise<RawReply> {
  let head = "";
  let bodyLeft = Infinity;
  while (bodyLeft > 0) {
    const nothingYet = head === "" && bodyLeft === Infinity;
    const read = await socket.read(buffer).catch((cause) => {
      throw nothingYet ? new ClosedError("Cannot read the reply: it was reset", { cause }) : cause;
    });
    if (read === null) {
      const message = "Cannot read the reply: the connection ended";
      throw nothingYet ? new ClosedError(message) : new Error(message);
    }
    if (bodyLeft !== Infinity) {
      bodyLeft -= read;
      continue;
    }
    head += decoder.decode(buffer.subarray(0, read));
    const end = head.indexOf(HEAD_END);
    if (end < 0) continue;
    const length = /\r\ncontent-length: (\d+)/i.exec(head);
    if (length === null) throw new Error("Cannot read the reply: it tells no length");
    bodyLeft = Number(length[1]) - (head.length - end - HEAD_END.length);
    head = head.slice(0, end);
  }
  const retryAfter = /\r\nretry-after: (\S+)/i.exec(head)?.[1] ?? null;
  return { status: Number(head.slice(9, 12)), retryAfter };
}
