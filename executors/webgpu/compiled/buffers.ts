import type { BufferRef } from "../kernels/kernel.ts";

/** Smallest offset between tensors in an arena: WebGPU's default storage offset alignment, in words. */
export const ARENA_ALIGNMENT = 64;

/** A range of a GPU buffer that outlives a compiled graph: an arena slice, an input, an output. */
export class FixedBuffer implements BufferRef {
  constructor(
    readonly label: string,
    readonly buffer: GPUBuffer,
    /** In words of 4 bytes. */
    readonly offset: number,
    readonly words: number,
  ) {}
}

/** A buffer whose memory the planner chooses: it lives from its first to its last dispatch. */
export class PlannedBuffer implements BufferRef {
  first = Infinity;
  last = -1;
  /** Index of the chunk of memory it was given. */
  chunk = -1;
  constructor(readonly label: string, readonly words: number) {}
}

/** Makes a storage buffer of at least one word. */
export function storageBuffer(gpu: GPUDevice, label: string, words: number): GPUBuffer {
  return gpu.createBuffer({
    label,
    size: Math.max(4, words * 4),
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
  });
}

/**
 * The memory plan: gives each planned buffer a chunk of memory so that buffers alive at the same dispatch
 * never share one. Best fit first; a chunk grows when none fits.
 * @returns The chunks' sizes in words.
 */
export function planMemory(buffers: readonly PlannedBuffer[]): number[] {
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
