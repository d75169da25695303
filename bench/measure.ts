/** How long a measurement may take. */
export interface Effort {
  readonly minRuns: number;
  readonly maxRuns: number;
  /** Milliseconds after which no run begins that is above `minRuns`. */
  readonly budget: number;
  /** Milliseconds that a run of a short kernel is made to last by repeating it, well above the wait for its end. */
  readonly runLength: number;
}

/** For numbers to be told. */
export const FULL: Effort = { minRuns: 5, maxRuns: 20, budget: 3000, runLength: 400 };

/** To see that everything runs. */
export const QUICK: Effort = { minRuns: 1, maxRuns: 3, budget: 300, runLength: 20 };

/** Times `work`. @param warmUp Runs before, not counted. @returns Milliseconds of each run. */
export async function timeRuns(
  work: () => unknown,
  { effort, warmUp = 1 }: { effort: Effort; warmUp?: number },
): Promise<number[]> {
  for (let i = 0; i < warmUp; i++) await work();
  const times: number[] = [];
  const start = performance.now();
  while (
    times.length < effort.minRuns ||
    (times.length < effort.maxRuns && performance.now() - start < effort.budget)
  ) {
    times.push(await timeOf(work));
  }
  return times;
}

/** Milliseconds of one run. */
export async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Middle value, the mean of two where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
