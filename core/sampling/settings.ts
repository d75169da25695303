/** How a code is drawn from logits. */
export interface SamplingSettings {
  /** In [0, 4]; 0 takes the most likely code. */
  readonly temperature: number;
  /** Only this many of the likeliest codes, in [1, k]; all unless told. */
  readonly topK?: number;
  /** Only the likeliest codes that reach this share of what topK left, in (0, 1]; all unless told. */
  readonly topP?: number;
}
