/**
 * Cuts `count` items into batches of one size; the last one is filled up with its first item.
 * @returns Items of each batch, and how many of them count.
 */
export function* evaluationBatches(
  count: number,
  batchSize: number,
): Generator<{ indices: Uint32Array; used: number }> {
  for (let start = 0; start < count; start += batchSize) {
    const used = Math.min(batchSize, count - start);
    const indices = Uint32Array.from(
      { length: batchSize },
      (_, i) => start + (i < used ? i : 0),
    );
    yield { indices, used };
  }
}
