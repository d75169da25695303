import { DataError, reasonOf } from "./data_error.ts";

/** True if the bytes start as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Reads a file, inflated if it is gzip (by its first bytes, not by its name).
 * @param maxBytes More content than this is refused before it is held in memory.
 * @throws {DataError} If the file is cut off, corrupt or larger than `maxBytes`.
 */
export async function readGunzipped(path: string, maxBytes: number): Promise<Uint8Array> {
  const magic = new Uint8Array(3);
  const file = await Deno.open(path);
  await file.read(magic);
  await file.seek(0, Deno.SeekMode.Start);
  const content = isGzip(magic)
    ? file.readable.pipeThrough(new DecompressionStream("gzip"))
    : file.readable;
  try {
    return await collect(content, maxBytes);
  } catch (error) {
    if (error instanceof RangeError) {
      throw new DataError(`Cannot read "${path}": ${error.message}`);
    }
    throw new DataError(
      `Cannot read "${path}": expected a whole gzip file, got ${reasonOf(error)}`,
    );
  }
}

/** All bytes of a stream. @throws {RangeError} As soon as there are more than `maxBytes`. */
async function collect(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new RangeError(`expected a content of at most ${maxBytes} bytes, got more`);
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
