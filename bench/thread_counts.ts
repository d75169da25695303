/** Threads that are measured: one, two, and all that the processor runs at a time. */
export function threadCounts(cores = navigator.hardwareConcurrency): number[] {
  return [...new Set([1, Math.min(2, cores), cores])];
}
