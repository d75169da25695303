import type { Planned } from "../../storage/plan_memory.ts";
import type { BufferRef } from "../kernels/kernel.ts";

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
export class PlannedBuffer implements BufferRef, Planned {
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
