import { median } from "./measure.ts";

/** One line of the benchmark. */
export interface BenchResult {
  readonly name: string;
  readonly unit: string;
  /** Median of the runs. */
  readonly value: number;
  readonly best: number;
  /** Null, as `runs`, where another program measured and does not tell. */
  readonly worst: number | null;
  readonly runs: number | null;
}

/** Sums up times, of which the smallest is the best. @param perRun Units of work in a run. */
export function timeResult(
  name: string,
  milliseconds: readonly number[],
  { unit = "ms", perRun = 1 }: { unit?: "ms" | "us"; perRun?: number } = {},
): BenchResult {
  const factor = (unit === "us" ? 1000 : 1) / perRun;
  const times = milliseconds.map((time) => time * factor);
  return {
    name,
    unit,
    value: median(times),
    best: Math.min(...times),
    worst: Math.max(...times),
    runs: times.length,
  };
}

/** Sums up rates, of which the largest is the best. @param perRun Units of work in a run. */
export function rateResult(
  name: string,
  milliseconds: readonly number[],
  { unit, perRun }: { unit: string; perRun: number },
): BenchResult {
  const rates = milliseconds.map((time) => perRun * 1000 / time);
  return {
    name,
    unit,
    value: median(rates),
    best: Math.max(...rates),
    worst: Math.min(...rates),
    runs: rates.length,
  };
}

/** A number that is what it is. */
export function exactResult(name: string, value: number, unit: string): BenchResult {
  return { name, unit, value, best: value, worst: value, runs: null };
}

/**
 * A result as a line of a table: median, unit, best and worst.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const result = { name: "read back", unit: "ms", value: 11.52, best: 11.4, worst: 14.06, runs: 5 };
 * assertEquals(
 *   describeResult(result).replace(/ +/g, " "),
 *   "read back 11.5 ms (11.4 – 14.1, 5 runs)",
 * );
 * ```
 */
export function describeResult(result: BenchResult): string {
  const { name, unit, value } = result;
  const head = `${name.padEnd(68)} ${describeNumber(value).padStart(9)} ${unit.padEnd(10)}`;
  return `${head} ${describeSpread(result)}`.trimEnd();
}

function describeSpread({ value, best, worst, runs }: BenchResult): string {
  if (runs === 1) return "(1 run)";
  if (runs !== null) return `(${describeNumber(best)} – ${describeNumber(worst!)}, ${runs} runs)`;
  return best === value ? "" : `(best ${describeNumber(best)})`;
}

/** Three digits, more where they are before the point. */
function describeNumber(value: number): string {
  const digits = 2 - Math.floor(Math.log10(Math.abs(value) || 1));
  return value.toFixed(Math.min(4, Math.max(0, digits)));
}
