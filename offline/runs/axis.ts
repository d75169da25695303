/** Where values lie on an axis. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly logarithmic: boolean;
  /** 0 at `low`, 1 at `high`. */
  at(value: number): number;
}

/** Values further apart than this factor are shown logarithmically. */
const FACTOR = 10;

/** The scale from the lowest to the highest of some values; at least one. */
export function scaleOf(
  values: readonly number[],
  options: { logarithmic: false | "where it helps" },
): Scale {
  let low = values.reduce((a, b) => Math.min(a, b));
  let high = values.reduce((a, b) => Math.max(a, b));
  if (low === high) [low, high] = [low - Math.abs(low || 1) / 10, high + Math.abs(high || 1) / 10];
  const logarithmic = options.logarithmic !== false && low > 0 && high / low > FACTOR;
  const place = logarithmic ? Math.log10 : (value: number) => value;
  const [from, to] = [place(low), place(high)];
  return { low, high, logarithmic, at: (value) => (place(value) - from) / (to - from) };
}

/** Round numbers on a scale: 1, 2 or 5 times a power of ten, about `count` of them. */
export function axisTicks(scale: Scale, count: number): number[] {
  const { low, high, logarithmic } = scale;
  const ticks = logarithmic ? logarithmicTicks(low, high, count) : linearTicks(low, high, count);
  return ticks.length > 0 ? ticks : [low, high];
}

function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [10, 5, 2, 1].map((it) => it * power).find((it) => it <= 1.5 * rough)!;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
}

function logarithmicTicks(low: number, high: number, count: number): number[] {
  const exponents = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const powers = Array.from(
    { length: exponents[1] - exponents[0] + 1 },
    (_, i) => exponents[0] + i,
  );
  const within = (steps: readonly number[]) =>
    powers.flatMap((power) => steps.map((it) => rounded(it * 10 ** power)))
      .filter((it) => it >= low && it <= high);
  const fine = within([1, 2, 5]);
  if (fine.length <= count + 1) return fine;
  const coarse = within([1]);
  const every = Math.ceil(coarse.length / count);
  return coarse.filter((_, i) => i % every === 0);
}

/** Without what a sum of binary fractions leaves: 0.30000000000000004. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
