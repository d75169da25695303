import type { Progress } from "../runtime/page_model.ts";

/** Milliseconds that a row stays alone. */
const ROW = 110;

/**
 * Shows the rows of several images as if they were drawn slowly and side by side: drawing takes a few
 * milliseconds, too fast to watch.
 */
export async function inSlowMotion(
  frames: readonly Progress[],
  show: (frame: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  const rows = Math.max(0, ...frames.map((frame) => frame.rows));
  for (let row = 1; row <= rows; row++) {
    for (const frame of frames) if (frame.rows === row) show(frame);
    await new Promise((resolve) => setTimeout(resolve, ROW));
    signal.throwIfAborted();
  }
}
