import type { Inference } from "../routes/inference.ts";

/** The most images let in and not yet done: two full batches. */
export const MAX_WAITING_IMAGES = 128;

/** A bounded place to do work that can be told to stop. */
export interface WorkQueue extends Inference {
  /** Tasks done at one time. */
  readonly width: number;
  /** Refuses all work from now on; what was let in goes on. */
  stop(): void;
}
