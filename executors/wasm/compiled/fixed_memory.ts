import type { Values } from "../../../core/graph/mod.ts";
import { Buffer } from "./task.ts";

/** Values for memory. */
export interface Write {
  /** In bytes. */
  readonly address: number;
  readonly values: Values;
}

/** Every buffer begins at a multiple of this, in bytes: a cache line. */
const ALIGNMENT = 64;

/** The next address where a buffer may begin. */
export const aligned = (address: number): number => Math.ceil(address / ALIGNMENT) * ALIGNMENT;

/** Memory that outlives runs, handed out from address 0. */
export class FixedMemory {
  /** First address that is free. */
  end = 0;

  /** New memory. */
  place(label: string, words: number): Buffer {
    const buffer = new Buffer(label, words, this.end);
    this.end = aligned(this.end + words * 4);
    return buffer;
  }
}
