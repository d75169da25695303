import type { Work } from "../../routes/inference.ts";
import type { QueueLimits } from "../../serving/work_queue.ts";

/** Work on images of one code each. */
export function workOf(images: number, client = "someone"): Work {
  return { client, images, codes: images, pixels: 0 };
}

/** Limits of which one client alone may use so many codes. */
export function limitsFor(codes: number): QueueLimits {
  return { codes: 2 * codes, pixels: 2 ** 24 };
}
