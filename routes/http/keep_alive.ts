import type { Context, ExecutionContext } from "hono";

/**
 * Keeps work running after the reply is sent or the client has disconnected: without this, a Cloudflare Worker stops at
 * its next await. Other runtimes need nothing.
 */
export function keepAlive(c: Context, work: Promise<unknown>): void {
  let context: ExecutionContext;
  try {
    context = c.executionCtx;
  } catch {
    return;
  }
  context.waitUntil(work.catch(() => {})); // Its caller handles the error.
}
