/** The largest seed. */
export const MAX_SEED = 2 ** 32 - 1;
/** The largest temperature. */
export const MAX_TEMPERATURE = 4;
/** The largest strength of guidance. */
export const MAX_GUIDANCE = 10;

/** How a code is drawn from logits. */
export interface SamplingSettings {
  /** In [0, 4]; 0 takes the most likely code. */
  readonly temperature: number;
  /** Only this many of the likeliest codes, in [1, k]; default all. */
  readonly topK?: number;
  /** Only the likeliest codes that reach this share of what topK left, in (0, 1]; default all. */
  readonly topP?: number;
}
