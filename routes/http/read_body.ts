import type { Context } from "hono";
import { Problem } from "./problem.ts";
import type { Env } from "./request_context.ts";

/**
 * Reads the request's body, counting while it arrives.
 *
 * @throws {Problem} 413 over `maxBytes`, 408 past the deadline, 400 if the client stops halfway.
 */
export async function readBody(c: Context<Env>, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = new Problem(413, `Cannot accept a body of more than ${maxBytes} bytes`);
  if (Number(c.req.header("content-length") ?? 0) > maxBytes) throw tooLarge;
  const { body } = c.req.raw;
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const deadline = startDeadline(c.get("bodyDeadlineMs"));
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    while (true) {
      const { done, value } = await Promise.race([reader.read(), deadline.passed]);
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge;
      chunks.push(value);
    }
  } catch (error) {
    reader.cancel().catch(ignoreLostClient);
    if (error instanceof Problem) throw error;
    throw new Problem(400, "Cannot read the body: it ended early");
  } finally {
    deadline.stop();
  }
  return join(chunks, size);
}

interface Deadline {
  readonly passed: Promise<never>;
  stop(): void;
}

function startDeadline(milliseconds: number): Deadline {
  const { promise, reject } = Promise.withResolvers<never>();
  const problem = new Problem(408, `Cannot wait for the body longer than ${milliseconds} ms`, {
    headers: { connection: "close" },
  });
  const timer = setTimeout(() => reject(problem), milliseconds);
  return { passed: promise, stop: () => clearTimeout(timer) };
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** A body whose client has gone cannot be cancelled, and need not be. */
function ignoreLostClient(): void {}
