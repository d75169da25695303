/** The logits of a prior along one grid, read position by position in raster order. */
export interface PriorPass {
  /** Starts a grid. @param label In [0, classes]; `classes` is unconditional. */
  begin(label: number): void;
  /**
   * Logits `[k]` at the next position.
   * @param codes The grid; those before the position are final.
   * @returns A view that holds until the next call.
   */
  next(codes: Uint32Array): Float32Array;
}
