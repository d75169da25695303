import type { Random } from "../../../core/random/random.ts";
import { mutateBytes, NASTY, pick } from "./mutate.ts";

/** Bytes for a socket. */
export interface RawRequest {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether it is HTTP as it should be: then the API itself answers, not the runtime's parser. */
  readonly proper: boolean;
}

/** A reply of HTTP/1. */
export interface RawReply {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

const HANG_MS = 20_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");
const POST = "POST /generate HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
const JSON_HEAD = `${POST}Content-Type: application/json\r\n`;
const CHUNKED = `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n`;
const BODY = '{"seed":7,"n":1,"class":"one"}';

/** A request that `fetch` would not send: chunks of a byte, lengths that lie, heads that are none. */
export function rawRequest(random: Random): RawRequest {
  const kind = random.integer(8);
  if (kind < 3) {
    return { bytes: encoder.encode(CHUNKED + chunks(random) + "0\r\n\r\n"), proper: true };
  }
  if (kind === 3) return { bytes: oddHead(random), proper: true };
  const text = pick(BROKEN, random);
  const bytes = encoder.encode(text);
  return { bytes: kind === 4 ? mutateBytes(bytes, random) : bytes, proper: false };
}

/** The body in chunks of one to three bytes, some with an extension; now and then 2,000 of them. */
function chunks(random: Random): string {
  const text = random.integer(6) === 0 ? BODY + " ".repeat(2000) : BODY;
  let framed = "";
  for (let start = 0; start < text.length;) {
    const part = text.slice(start, start + 1 + random.integer(3));
    const extension = random.integer(10) === 0 ? ';a="b;c"' : "";
    framed += `${part.length.toString(16)}${extension}\r\n${part}\r\n`;
    start += part.length;
  }
  return framed;
}

/** Headers with bytes over 127, of many kinds, twice. */
function oddHead(random: Random): Uint8Array<ArrayBuffer> {
  const name = pick(
    ["If-None-Match", "Accept", "Range", "X-Request-Id", "Cookie", "X-Odd"],
    random,
  );
  const value = pick(NASTY, random).replace(/[^\t\x20-\x7e]/g, "\u00ff").slice(0, 2000);
  const path = pick(["/", "/models/tiny/weights.safetensors", "/generate?seed=1"], random);
  const head = `GET ${path} HTTP/1.1\r\nHost: a\r\n${name}: ${value}\r\n${name}: ${value}\r\n`;
  const bytes = Array.from(`${head}Connection: close\r\n\r\n`, (c) => c.charCodeAt(0) & 255);
  return Uint8Array.from(bytes);
}

const BROKEN: readonly string[] = [
  ...["zz", "-1", "ffffffffffffffffff", "", " 2", "2 ;", "0x2"].map((size) =>
    `${CHUNKED}${size}\r\n{}\r\n0\r\n\r\n`
  ),
  `${CHUNKED}2\r\n{}xx0\r\n\r\n`,
  `${CHUNKED}2\n{}\n0\n\n`,
  `${CHUNKED}5\r\n{}`,
  ...["-1", "abc", "+30", "1e3", "9".repeat(30), "5", "31", "0"].map((length) =>
    `${JSON_HEAD}Content-Length: ${length}\r\n\r\n${BODY}`
  ),
  `${JSON_HEAD}Content-Length: 30\r\nContent-Length: 31\r\n\r\n${BODY}`,
  `${JSON_HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `${JSON_HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  `${JSON_HEAD}Transfer-Encoding: identity\r\n\r\n${BODY}`,
  `${JSON_HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 30\r\n\r\n${BODY}`,
  "GET /healthz\r\n\r\n",
  "GET /healthz HTTP/3.0\r\nHost: a\r\n\r\n",
  "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
  "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n",
  "GET /healthz HTTP/1.1\r\nHost: a\r\nx: a\r\n b\r\n\r\n",
  "GET /healthz HTTP/1.1\r\nHost: a\r\nx: a\u0000b\r\n\r\n",
  `GET /healthz HTTP/1.1\r\nHost: a\r\nx: ${"y".repeat(100_000)}\r\n\r\n`,
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u0003\u0003",
];

/** Sends it, ends the sending side of what is broken, and reads up to the end. @throws {Error} If nothing comes for long. */
export async function sendRaw(
  { hostname, port }: Pick<URL, "hostname" | "port">,
  { bytes, proper }: RawRequest,
): Promise<RawReply | undefined> {
  const socket = await Deno.connect({ hostname, port: Number(port) });
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    socket.close();
  }, HANG_MS);
  const reading = readAll(socket);
  await writeAll(socket, bytes);
  if (!proper) await socket.closeWrite().catch(ignoreReset);
  const text = await reading.catch((error) => {
    if (!hangs) throw error;
    throw new Error(`Cannot read the reply: the server was silent for ${HANG_MS} ms`);
  });
  clearTimeout(timer);
  socket.close();
  if (!text.startsWith("HTTP/1.")) return undefined; // Nothing, or frames of HTTP/2.
  const end = text.indexOf("\r\n\r\n");
  const head = text.slice(0, end).toLowerCase();
  return { status: Number(head.slice(9, 12)), head, body: text.slice(end + 4) };
}

async function readAll(socket: Deno.TcpConn): Promise<string> {
  const buffer = new Uint8Array(65_536);
  let text = "";
  try {
    for (let read = await socket.read(buffer); read !== null; read = await socket.read(buffer)) {
      text += decoder.decode(buffer.subarray(0, read));
    }
  } catch (error) {
    ignoreReset(error);
  }
  return text;
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  try {
    while (bytes.length > 0) bytes = bytes.subarray(await socket.write(bytes));
  } catch (error) {
    ignoreReset(error);
  }
}

/** A server that has answered may close before it has read everything. */
function ignoreReset(error: unknown): void {
  const reset = [Deno.errors.ConnectionReset, Deno.errors.BrokenPipe, Deno.errors.NotConnected];
  if (!reset.some((kind) => error instanceof kind)) throw error;
}
