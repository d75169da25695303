import { OversizeError } from "../../core/bundle/mod.ts";
import { PageModelError } from "./page_model.ts";

/**
 * The bytes at an address.
 *
 * @throws {PageModelError} `unreachable`, with the reason.
 * @throws {OversizeError} If there are more than `maxBytes`; the rest is not fetched.
 */
export async function fetchBytes(
  url: string,
  maxBytes = 64 * 2 ** 20,
): Promise<Uint8Array<ArrayBuffer>> {
  const fail = (state: string, cause?: unknown) => {
    return new PageModelError("unreachable", `Cannot fetch ${url}: ${state}`, { cause });
  };
  try {
    const reply = await fetch(url);
    if (!reply.ok) {
      await reply.body?.cancel();
      throw fail(`the server answers ${reply.status}`);
    }
    return await readAtMost(reply.body, maxBytes);
  } catch (error) {
    if (error instanceof PageModelError || error instanceof OversizeError) throw error;
    throw fail("no answer", error);
  }
}

/**
 * Unpacks gzip.
 * @throws {OversizeError} If there is more than `maxBytes`.
 * @throws {TypeError} If it is not gzip.
 */
export async function unpacked(
  packed: Uint8Array<ArrayBuffer>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await readAtMost(stream, maxBytes);
}

/** @throws {OversizeError} As soon as there is more than `maxBytes`. */
async function readAtMost(
  stream: ReadableStream<Uint8Array<ArrayBuffer>> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const reader = stream?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new OversizeError(bytes);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
