import { cpus } from "node:os";

/** Begins the names of devices that are processors. */
const PROCESSOR = "processor";

/** The processor as bundles and checkpoints name it, such as `processor (AMD EPYC, 2 threads)`. */
export function processorName(threads: number): string {
  const model = cpus()[0]?.model.trim();
  return `${PROCESSOR} (${model ? `${model}, ` : ""}${countThreads(threads)})`;
}

/** `1 thread`, `2 threads`. */
export function countThreads(threads: number): string {
  return `${threads} thread${threads === 1 ? "" : "s"}`;
}

/** Whether training gives the same bits on both: on any processor with any number of threads it does. */
export function givesSameBits(one: string, other: string): boolean {
  return one === other || [one, other].every((name) => name.startsWith(`${PROCESSOR} (`));
}
