import { assert, assertEquals } from "@std/assert";
import { sharedRuntime } from "../support/runtime.ts";
import type { ServerProcess } from "../support/server_process.ts";

const TEXT = "/docs/docs.css";
const { test } = sharedRuntime("deno");

/** A reply as it is sent: `fetch` would undo its encoding. */
async function rawReply(server: ServerProcess, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(await server.address());
  const socket = await Deno.connect({ hostname, port: Number(port) });
  const lines = Object.entries({ host: "a", connection: "close", ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`);
  await socket.write(new TextEncoder().encode(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`));
  const bytes = await new Response(socket.readable).bytes();
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\r\n\r\n");
  const [status, ...fields] = text.slice(0, end).split("\r\n");
  const told = new Headers(fields.map((field) => field.split(": ", 2) as [string, string]));
  return { status: Number(status.split(" ")[1]), headers: told, size: bytes.length - end - 4 };
}

for (const encoding of ["gzip", "br"]) {
  test(
    `The server sends text as ${encoding} to clients that accept it, with another ETag`,
    {},
    async (server) => {
      const plain = await rawReply(server, TEXT, {});
      const packed = await rawReply(server, TEXT, { "accept-encoding": encoding });
      assertEquals(packed.headers.get("content-encoding"), encoding);
      assert(packed.size < plain.size);
      assertEquals(packed.headers.get("etag"), `W/${plain.headers.get("etag")}`);
      for (const { headers } of [plain, packed]) {
        assertEquals(headers.get("vary")?.toLowerCase(), "accept-encoding");
      }
      const etag = packed.headers.get("etag")!;
      const again = { "accept-encoding": encoding, "if-none-match": etag };
      assertEquals((await rawReply(server, TEXT, again)).status, 304);
      const init = { headers: { "accept-encoding": encoding } };
      const fetched = await server.fetch(TEXT, init);
      assertEquals(await fetched.text(), await (await server.fetch(TEXT)).text());
    },
  );
}

test(
  "The server sends ranges uncompressed, also to clients that accept gzip",
  {},
  async (server) => {
    const range = { "accept-encoding": "gzip", range: "bytes=0-99" };
    const part = await rawReply(server, TEXT, range);
    assertEquals([part.status, part.size], [206, 100]);
    assertEquals(part.headers.get("content-encoding"), null);
    const { headers } = await rawReply(server, TEXT, { "accept-encoding": "gzip" });
    const resumed = await rawReply(server, TEXT, { ...range, "if-range": headers.get("etag")! });
    assertEquals([resumed.status, resumed.headers.get("content-encoding")], [200, "gzip"]);
  },
);

test("The server compresses the programs of pages and the kernels", {}, async (server) => {
  for (const path of ["/runtime/worker.js", "/runtime/kernels.wasm"]) {
    const plain = await rawReply(server, path, {});
    const packed = await rawReply(server, path, { "accept-encoding": "gzip, br" });
    assertEquals([path, packed.headers.get("content-encoding")], [path, "br"]);
    assert(packed.size < plain.size / 2, path);
  }
});

test("The server does not compress weights, pictures and events", {}, async (server) => {
  for (
    const [path, accept] of [
      ["/models/tiny/weights.safetensors", "*/*"],
      ["/models/tiny/codebook.safetensors", "*/*"],
      ["/generate?seed=1&scale=16", "image/png"],
      ["/generate?seed=1", "text/event-stream"],
    ]
  ) {
    const reply = await rawReply(server, path, { accept, "accept-encoding": "gzip, br" });
    assertEquals([path, reply.status, reply.headers.get("content-encoding")], [path, 200, null]);
  }
});
