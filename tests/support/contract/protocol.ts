import { assert, assertEquals } from "@std/assert";
import { openDescriptors } from "../../../bench/serving/process_usage.ts";
import type { Runtime } from "../runtime.ts";
import { pause, type ServerProcess } from "../server_process.ts";

/** What came back over a socket, and whether the server closed it. */
interface Exchange {
  readonly text: string;
  readonly closed: boolean;
}

const GET = "GET /healthz HTTP/1.1\r\nHost: a\r\n";
const POST = "POST /generate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const BODY = '{"seed":1}';
const UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
/** For a reply that is due at once, on a machine that does other work too. */
const WAIT_MS = 5000;
/** Without another byte for so long there is nothing more to come. */
const QUIET_MS = 500;

/** What is answered as if nothing were unusual about it: requests and the statuses of the replies. */
const ANSWERED: Record<string, readonly [text: string, statuses: readonly number[]]> = {
  "five requests at once": [`${GET}\r\n`.repeat(5), [200, 200, 200, 200, 200]],
  "a request behind a body": [
    `${POST}Content-Length: 10\r\n\r\n${BODY}${GET}\r\n`,
    [200, 200],
  ],
  "empty lines before the request": [`\r\n\r\n${GET}\r\n`, [200]],
  "a whole address": ["GET http://a/healthz HTTP/1.1\r\nHost: a\r\n\r\n", [200]],
  "chunks of a byte": [
    `${CHUNKED}${[...BODY].map((byte) => `1\r\n${byte}\r\n`).join("")}0\r\n\r\n`,
    [200],
  ],
  "chunk extensions and trailers": [
    `${CHUNKED}a;x=y;z="q"\r\n${BODY}\r\n0\r\nx-a: b\r\n\r\n`,
    [200],
  ],
  "Expect: 100-continue": [
    `${POST}Content-Length: 10\r\nExpect: 100-continue\r\n\r\n${BODY}`,
    [100, 200],
  ],
  "a WebSocket upgrade of a page": [`GET / HTTP/1.1\r\nHost: a\r\n${UPGRADE}`, [200]],
  "a WebSocket upgrade, then a request": [
    `GET /generate?seed=1 HTTP/1.1\r\nHost: a\r\n${UPGRADE}${GET}\r\n`,
    [200, 200],
  ],
  "a WebSocket upgrade of nothing": [`GET /none HTTP/1.1\r\nHost: a\r\n${UPGRADE}`, [404]],
  "another upgrade": [`${GET}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`, [200]],
  TRACE: ["TRACE /models HTTP/1.1\r\nHost: a\r\n\r\n", [405]],
  "OPTIONS *": ["OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", [404]],
  "a long address": [`GET /${"a".repeat(9000)} HTTP/1.1\r\nHost: a\r\n\r\n`, [414]],
  "a refusal before the body": [`${POST}Content-Length: 70000\r\n\r\n{`, [413]],
};

/** Workerd by itself takes it now and then; before a Worker stands Cloudflare's edge, which does not. */
const LONG_HEADER = "a header of 500,000 bytes";

/** What is refused with 400 or another 4xx, or by closing the connection: at once, in any case. */
const REFUSED: Record<string, string> = {
  "an invalid chunk size": `${CHUNKED}zz\r\n{}\r\n0\r\n\r\n`,
  "a negative chunk size": `${CHUNKED}-1\r\n{}\r\n0\r\n\r\n`,
  "a chunk size of 72 bits": `${CHUNKED}ffffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  "a chunk that is longer than declared": `${CHUNKED}2\r\n{}xx0\r\n\r\n`,
  "a chunk extension of 100,000 bytes": `${CHUNKED}a;x=${"y".repeat(100_000)}\r\n${BODY}\r\n`,
  "a negative length": `${POST}Content-Length: -1\r\n\r\n`,
  "a length that is no number": `${POST}Content-Length: abc\r\n\r\n`,
  "two lengths": `${POST}Content-Length: 10\r\nContent-Length: 11\r\n\r\n${BODY}`,
  "another coding": `${POST}Transfer-Encoding: identity\r\n\r\n`,
  "HTTP/0.9": "GET /healthz\r\n\r\n",
  "HTTP/1.2": "GET /healthz HTTP/1.2\r\nHost: a\r\n\r\n",
  [LONG_HEADER]: `${GET}x: ${"y".repeat(500_000)}\r\n\r\n`,
  "an address of 70,000 bytes": `GET /${"a".repeat(70_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  "a folded header": `${GET}x: a\r\n b\r\n\r\n`,
  "a space before the colon": `${GET}x : a\r\n\r\n`,
  "a NUL in a header": `${GET}x: a\0b\r\n\r\n`,
  "an invalid Host": "GET /healthz HTTP/1.1\r\nHost: a b<>\r\n\r\n",
  "two Hosts": `${GET}Host: b\r\n\r\n`,
  "TLS": `\x16\x03\x01\x02\x00\x01\x00\x01\x00\x03\x03${"\x07".repeat(520)}`,
};

/** Sends bytes and reads until nothing more comes. @param replies Those to wait for in any case. */
async function exchange(server: ServerProcess, text: string, replies = 0): Promise<Exchange> {
  const { hostname, port } = new URL(await server.address());
  const socket = await Deno.connect({ hostname, port: Number(port) });
  const patience = performance.now() + (replies > 0 ? 4 : 1) * WAIT_MS;
  let last = performance.now() + WAIT_MS - QUIET_MS;
  const exchanged = { text: "", closed: false };
  const reading = (async () => {
    const buffer = new Uint8Array(65_536);
    try {
      for (let read = await socket.read(buffer); read !== null; read = await socket.read(buffer)) {
        exchanged.text += new TextDecoder("latin1").decode(buffer.subarray(0, read));
        last = performance.now();
      }
    } catch {
      // A server that refused what it did not read to its end resets the connection.
    }
    exchanged.closed = true;
  })();
  await writeAll(socket, new TextEncoder().encode(text)).catch(() => {});
  const isDue = () => statusesOf(exchanged.text).length < replies && performance.now() < patience;
  while (!exchanged.closed && (isDue() || performance.now() < last + QUIET_MS)) await pause(10);
  const result = { ...exchanged };
  if (!exchanged.closed) socket.close();
  await reading;
  if (result.closed) socket.close();
  return result;
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  while (bytes.length > 0) bytes = bytes.subarray(await socket.write(bytes));
}

function statusesOf(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}

/** HTTP/1.1 as clients, proxies and attackers write it. */
export function protocolTests({ name: runtime, test }: Runtime): void {
  test(
    "The server answers unusual requests, upgrades among them, and keeps no socket of theirs",
    {},
    async (server) => {
      const before = await openDescriptors(server.child.pid);
      await Promise.all(
        Object.entries(ANSWERED).map(async ([name, [text, statuses]]) => {
          const told = await exchange(server, text, statuses.length);
          assertEquals([name, statusesOf(told.text)], [name, statuses]);
          if (statuses[0] < 400) return;
          assert(told.text.includes("application/problem+json"), `${name}: ${told.text}`);
        }),
      );
      while (await openDescriptors(server.child.pid) > before + 1) await pause(20);
    },
  );

  test("The server refuses invalid HTTP at once, and logs no error", {}, async (server) => {
    await Promise.all(
      Object.entries(REFUSED).map(async ([name, text]) => {
        const told = await exchange(server, text);
        const [status] = statusesOf(told.text);
        if (status === undefined) assert(told.closed, `${name}: neither answered nor closed`);
        else if (runtime === "workerd" && name === LONG_HEADER) assertEquals(status < 500, true);
        else assert(status >= 400 && status < 500, `${name}: ${status}`);
      }),
    );
    assertEquals(await (await server.fetch("/healthz")).text(), '{"status":"ok"}');
    assertEquals(server.output.includes('"level":"error"'), false, server.output);
  });
}
