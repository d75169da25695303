// Own exp, log, tanh and sigmoid: Math.exp may differ in the last bit between engines, and a code that a
// server draws must be the code that every machine draws. Only +, -, *, / and exact scaling are used.

const LN2_HIGH = 6.93147180369123816490e-01;
const LN2_LOW = 1.90821492927058770002e-10;
const SQRT2 = 1.4142135623730951;

/** Taylor series of e^r, 1 / n!, highest power first. For |r| <= ln 2 / 2 the next term is below 1e-17. */
const EXP = reciprocals(14, (n, before) => before * (n || 1));
/** (artanh(s) / s - 1) / s^2 as a series in s^2, 1 / (2n + 3). For s^2 <= 0.0295 the next term is below 1e-18. */
const ARTANH = reciprocals(11, (n) => 2 * n + 3);

/** e^x in f64, relative error below 1e-15 where the result is a normal number. */
export function exp(x: number): number {
  if (!(x > -745)) return x !== x ? x : 0;
  if (x > 709.7) return Infinity;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const r = (x - k * LN2_HIGH) - k * LN2_LOW;
  const sum = polynomial(EXP, r);
  return k < -1021 ? sum * powerOfTwo(k + 60) * powerOfTwo(-60) : sum * powerOfTwo(k - 1) * 2;
}

/** ln x in f64, relative error below 1e-15; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x < 2.2250738585072014e-308) return log(x * 2 ** 60) - 60 * LN2_HIGH - 60 * LN2_LOW;
  bits.setFloat64(0, x);
  let k = (bits.getUint32(0) >>> 20) - 1023;
  let m = x * powerOfTwo(-k >> 1) * powerOfTwo(-k - (-k >> 1));
  if (m > SQRT2) {
    m /= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const rest = s * s * polynomial(ARTANH, s * s);
  return k * LN2_HIGH + (2 * s + (2 * s * rest + k * LN2_LOW));
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

/** Hyperbolic tangent, relative error below 1e-14. */
export function tanh(x: number): number {
  if (x > 20) return 1;
  if (x < -20) return -1;
  if (x < 0.05 && x > -0.05) {
    const s = x * x;
    return x * (1 - s * (1 / 3 - s * (2 / 15 - s * (17 / 315 - s * (62 / 2835)))));
  }
  const e = exp(2 * x);
  return (e - 1) / (e + 1);
}

/** Horner's rule. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) sum = sum * x + coefficients[i];
  return sum;
}

/** 1 / denominator(n) for n below `count`, last first; each denominator gets the previous one (the first gets 1). */
function reciprocals(count: number, denominator: (n: number, before: number) => number): number[] {
  const result = new Array<number>(count);
  let before = 1;
  for (let n = 0; n < count; n++) {
    before = denominator(n, before);
    result[count - 1 - n] = 1 / before;
  }
  return result;
}

const bits = new DataView(new ArrayBuffer(8));

/** 2^k for -1022 <= k <= 1023, exact. */
function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
