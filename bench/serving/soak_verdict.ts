import { median } from "../measure.ts";
import type { SoakWindow } from "./soak.ts";

/** Whether a server is after hours what it was after minutes. */
export interface SoakVerdict {
  /** Of resident memory over the measured windows, by least squares, in bytes. */
  readonly growth: number;
  /** Between the most and the least resident memory, in bytes. */
  readonly range: number;
  /** Between the most and the fewest descriptors. */
  readonly descriptors: number;
  /** Median p99 of the last quarter of the windows over that of the first quarter. */
  readonly p99Ratio: number;
  /** What does not hold; nothing if all is flat. */
  readonly complaints: readonly string[];
}

/** The first windows are left aside: the heap grows to its full size in ten minutes of an hour. */
const WARM_UP_SHARE = 1 / 6;
const MAX_GROWTH_BYTES = 10e6;
/** Of a machine that does other work too. */
const MAX_P99_RATIO = 1.5;

/** Judges the windows of a soak, at least four. */
export function soakVerdict(windows: readonly SoakWindow[]): SoakVerdict {
  const measured = windows.slice(Math.floor(windows.length * WARM_UP_SHARE));
  const memory = measured.map(({ residentBytes }) => residentBytes);
  const descriptors = spread(measured.map((window) => window.descriptors));
  const growth = slope(memory) * (memory.length - 1);
  const quarter = Math.max(1, Math.floor(measured.length / 4));
  const p99 = measured.map((window) => window.p99);
  const p99Ratio = median(p99.slice(-quarter)) / median(p99.slice(0, quarter));
  const lost = windows.reduce((sum, window) => sum + window.lost, 0);
  const failed = windows.reduce((sum, { statuses }) => sum + (statuses.get(500) ?? 0), 0);
  const complaints = [
    ...growth > MAX_GROWTH_BYTES ? [`memory grows by ${(growth / 1e6).toFixed(1)} MB`] : [],
    ...descriptors > 0 ? [`descriptors differ by ${descriptors}`] : [],
    ...p99Ratio > MAX_P99_RATIO ? [`p99 grows ${p99Ratio.toFixed(2)} times`] : [],
    ...lost > 0 ? [`${lost} requests got no reply`] : [],
    ...failed > 0 ? [`${failed} requests got a 500`] : [],
  ];
  return { growth, range: spread(memory), descriptors, p99Ratio, complaints };
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** Of the line that fits values at 0, 1, 2, … best. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  values.forEach((value, i) => {
    above += (i - middle) * (value - mean);
    below += (i - middle) ** 2;
  });
  return below === 0 ? 0 : above / below;
}
