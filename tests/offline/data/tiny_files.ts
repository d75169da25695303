import { createHash } from "node:crypto";

/** The bytes of an IDX file of unsigned bytes. */
export function idxBytes(dims: readonly number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dims.length + values.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, 0x800 + dims.length);
  dims.forEach((dim, axis) => header.setUint32(4 + 4 * axis, dim));
  bytes.set(values, 4 + 4 * dims.length);
  return bytes;
}

/** A ustar archive. */
export function tarBytes(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [path, content] of Object.entries(files)) {
    const header = new Uint8Array(512);
    const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
    put(0, path);
    put(124, content.length.toString(8).padStart(11, "0"));
    put(148, "        ");
    put(156, path.endsWith("/") ? "5" : "0");
    put(148, header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, "0") + "\0 ");
    const body = new Uint8Array(Math.ceil(content.length / 512) * 512);
    body.set(content);
    blocks.push(header, body);
  }
  return joined([...blocks, new Uint8Array(1024)]);
}

export async function gzipBytes(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as BlobPart]).stream();
  return new Uint8Array(
    await new Response(stream.pipeThrough(new CompressionStream("gzip"))).arrayBuffer(),
  );
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Runs `use` with a folder that is removed afterwards. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs `use` with the address of a server that answers with `handler`. */
export async function withServer(
  handler: (request: Request) => Response | Promise<Response>,
  use: (address: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  try {
    await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}
