import type { Buffer, Task } from "./task.ts";

/**
 * Puts tasks that do not depend on each other into one phase, which threads run without meeting in between.
 * @returns The phase of each task, ascending from 0.
 */
export function phasesOf(tasks: readonly Task[]): number[] {
  let phase = 0;
  let read: Buffer[] = [];
  let written: Buffer[] = [];
  return tasks.map(({ reads, writes }) => {
    const waits = reads.some((it) => isIn(written, it)) ||
      writes.some((it) => isIn(written, it) || isIn(read, it));
    if (waits) {
      phase++;
      [read, written] = [[], []];
    }
    read.push(...reads);
    written.push(...writes);
    return phase;
  });
}

function isIn(buffers: readonly Buffer[], buffer: Buffer): boolean {
  return buffers.some((it) => it === buffer || overlap(it, buffer));
}

/** Whether two places in memory that is not planned have words in common. */
function overlap(a: Buffer, b: Buffer): boolean {
  if (!a.isPlaced || !b.isPlaced) return false;
  return a.address < b.address + b.words * 4 && b.address < a.address + a.words * 4;
}
