import type { Context, ExecutionContext } from "hono";

/**
 * Asks the runtime to let work end that goes on after the reply or after its client has left: a
 * Worker would stop at its next await. Other runtimes stop nothing.
 */
export function keepAlive(c: Context, work: Promise<unknown>): void {
  let context: ExecutionContext;
  try {
    context = c.executionCtx;
  } catch {
    return;
  }
  context.waitUntil(work.catch(() => {})); // Told to whoever asked for it.
}
