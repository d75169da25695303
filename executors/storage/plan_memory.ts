/** Memory that is needed from its first to its last use, and the chunk that it is given. */
export interface Planned {
  readonly words: number;
  /** Numbers of kernels, tasks or whatever runs in order; `last` below 0: never used. */
  readonly first: number;
  readonly last: number;
  /** Index of the chunk of memory it was given. */
  chunk: number;
}

/**
 * The memory plan: gives each buffer a chunk of memory so that buffers alive at the same time never share one. Best
 * fit first; a chunk grows when none fits.
 * @returns The chunks' sizes in words.
 */
export function planMemory(buffers: readonly Planned[]): number[] {
  const chunks: { words: number; freeFrom: number }[] = [];
  for (const buffer of [...buffers].sort((a, b) => a.first - b.first)) {
    if (buffer.last < 0) continue;
    const free = chunks.filter((chunk) => chunk.freeFrom < buffer.first);
    free.sort((a, b) => a.words - b.words);
    const chunk = free.find(({ words }) => words >= buffer.words) ?? free.at(-1) ??
      chunks[chunks.push({ words: 0, freeFrom: 0 }) - 1];
    chunk.words = Math.max(chunk.words, buffer.words);
    chunk.freeFrom = buffer.last;
    buffer.chunk = chunks.indexOf(chunk);
  }
  return chunks.map(({ words }) => words);
}
