import type { Context } from "hono";
import { UnavailableError } from "../inference.ts";
import type { BodyMemory } from "./body_memory.ts";
import { GrowingBuffer } from "./growing_buffer.ts";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/**
 * Reads the body as it arrives, into memory that grows with it: bytes that are declared but never sent take none. The
 * memory counts towards the client's share until the request is answered.
 *
 * @throws {Problem} 413 over `maxBytes`, 408 past the deadline, 400 if the body ends early.
 * @throws {UnavailableError} If the client's bodies exceed its share of the memory for bodies.
 */
export async function readBody(
  c: Context<Env>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(c.req.header("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const { body } = c.req.raw;
  if (body === null) return new Uint8Array(0);
  const reader = readerOf(body);
  const milliseconds = c.get("bodyDeadlineMs");
  let late = false;
  // Ends the current read. Racing each read with a promise would retain everything they read.
  const timer = setTimeout(() => {
    late = true;
    cancel(reader);
  }, milliseconds);
  try {
    const bytes = await readAll(reader, { maxBytes, memory: c.get("bodyMemory") });
    if (late) throw tooLate(milliseconds);
    return bytes;
  } catch (error) {
    cancel(reader);
    if (late) throw tooLate(milliseconds);
    if (error instanceof Problem || error instanceof UnavailableError) throw error;
    throw new Problem(400, "Cannot read the body: it ended early");
  } finally {
    clearTimeout(timer);
  }
}

type Reader = ReadableStreamBYOBReader | ReadableStreamDefaultReader<Uint8Array>;

/** Reads into our own memory if the stream can: otherwise the smallest chunk may hold 64 KiB. */
function readerOf(body: ReadableStream<Uint8Array>): Reader {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return body.getReader();
  }
}

async function readAll(
  reader: Reader,
  { maxBytes, memory }: { maxBytes: number; memory: BodyMemory },
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new GrowingBuffer();
  memory.grow(bytes.capacity);
  while (await readPiece(reader, bytes)) {
    if (bytes.size > maxBytes) throw tooLarge(maxBytes);
    memory.grow(bytes.capacity);
  }
  return bytes.take();
}

async function readPiece(reader: Reader, bytes: GrowingBuffer): Promise<boolean> {
  if (reader instanceof ReadableStreamBYOBReader) return await bytes.readFrom(reader);
  const { done, value } = await reader.read();
  if (!done) bytes.add(value);
  return !done;
}

function cancel(reader: Reader): void {
  reader.cancel().catch(() => {}); // The body of a client that has gone cannot be cancelled, and need not be.
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(413, `Cannot accept a body of more than ${maxBytes} bytes`);
}

function tooLate(milliseconds: number): Problem {
  return new Problem(408, `Cannot wait for the body longer than ${milliseconds} ms`, {
    headers: { connection: "close" },
  });
}
