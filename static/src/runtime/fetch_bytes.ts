import { PageModelError } from "./page_model.ts";

/** The bytes at an address. @throws {PageModelError} `unreachable`, with the reason. */
export async function fetchBytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const fail = (state: string, cause?: unknown) => {
    return new PageModelError("unreachable", `Cannot fetch ${url}: ${state}`, { cause });
  };
  try {
    const reply = await fetch(url);
    if (!reply.ok) {
      await reply.body?.cancel();
      throw fail(`the server answers ${reply.status}`);
    }
    return new Uint8Array(await reply.arrayBuffer());
  } catch (error) {
    throw error instanceof PageModelError ? error : fail("no answer", error);
  }
}

/**
 * Unpacks gzip.
 * @throws {RangeError} If there is more than `maxBytes`.
 * @throws {TypeError} If it is not gzip.
 */
export async function unpacked(
  packed: Uint8Array<ArrayBuffer>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const reader = stream.getReader();;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > maxBytes) {
      await reader.cancel();
      throw new RangeError(`Cannot unpack as there must be at most ${maxBytes} bytes`);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
