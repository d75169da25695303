import { type Code, f32x4, i32, i32x4, v128 } from "../assembler/mod.ts";
import type { Statements } from "./statements.ts";

// exp, log, tanh and sigmoid of four f32, with additions, products and quotients alone: the same bits everywhere.
// Errors are those that elementary_test.ts measures over the whole range. NaN stays NaN.
// e^x = 2^k e^r, where k is the nearest whole number to x / ln 2. Source: Cody & Waite 1980, chapter 6.

const { add, sub, mul, div, lt, pmin, pmax } = f32x4;

/** ln 2 in two parts; the first has 12 bits, so that its product with k is exact. */
const LN2 = [0.693115234375, 3.1946184945309e-5];
const PER_LN2 = 1.4426950408889634;
/** 1.5 * 2^23: a number added to it is rounded to a whole one, which is then in the lowest bits. */
const ROUNDER = 12582912;
/** (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2, highest power first: error of e^r - 1 below 1.4e-8 (Lawson's method). */
const EXP = [
  1.388249802403152e-3,
  8.36664717644453e-3,
  4.166720435023308e-2,
  1.6666541993618011e-1,
  4.999999701976776e-1,
];
/** (ln(1 + f) / s - 2) / s^2 in s^2, where s = f / (2 + f), highest power first: error below 1e-9. */
const LOG = [2.987094223499298e-1, 3.9977574348449707e-1, 6.666677594184875e-1];
/** Bits of √½. */
const SQRT_HALF = 0x3f3504f3;

/** e^x, within 1.5 units in the last place where it is a normal number. */
export function exp(x: Code, to: Statements): Code {
  const limited = to.hold(limit(x, { low: -104, high: 89 }, to));
  const { rounded, q } = expParts(limited, to);
  const k = to.hold(i32x4.sub(rounded, to.number(ROUNDER)));
  const half = to.hold(i32x4.shr_s(k, i32.const(1)));
  const scaled = mul(add(to.number(1), q), powerOfTwo(half, to));
  return mul(scaled, powerOfTwo(i32x4.sub(k, half), to));
}

/** e^x for x <= 0, within 1.5 units in the last place; 0 below -87.3. */
export function expOfNegative(x: Code, to: Statements): Code {
  const limited = to.hold(pmax(x, to.number(-88)));
  const { rounded, q } = expParts(limited, to);
  return mul(add(to.number(1), q), powerOfTwo(rounded, to));
}

/** 1 / (1 + e^-x), within 2 units in the last place; 0 below -88.3. */
export function sigmoid(x: Code, to: Statements): Code {
  const one = to.number(1);
  const limited = to.hold(limit(f32x4.neg(x), { low: -88, high: 89 }, to));
  const { rounded, q } = expParts(limited, to);
  return div(one, add(one, mul(add(one, q), powerOfTwo(rounded, to))));
}

/** Hyperbolic tangent, within 3 units in the last place. */
export function tanh(x: Code, to: Statements): Code {
  const one = to.number(1);
  const limited = to.hold(limit(add(x, x), { low: -20, high: 20 }, to));
  const { rounded, q } = expParts(limited, to);
  const scale = to.hold(powerOfTwo(rounded, to));
  // e^2x = scale + scaled: near 0 the difference to 1 keeps all its digits, and the sign of a zero.
  const scaled = to.hold(mul(scale, q));
  return div(sub(scaled, sub(one, scale)), add(scaled, add(one, scale)));
}

/** ln x, within 1 unit in the last place; -Infinity at 0, NaN below. */
export function log(x: Code, to: Statements): Code {
  const zero = to.number(0);
  const tiny = to.hold(lt(x, to.number(2 ** -126)));
  const normal = v128.bitselect(mul(x, to.number(2 ** 23)), x, tiny);
  const bits = to.hold(i32x4.sub(normal, to.word(SQRT_HALF)));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, i32.const(23)));
  const k = to.hold(sub(exponent, v128.and(tiny, to.number(23))));
  const mantissa = i32x4.add(v128.and(bits, to.word(0x7fffff)), to.word(SQRT_HALF));
  const f = to.hold(sub(mantissa, to.number(1)));
  const s = to.hold(div(f, add(to.number(2), f)));
  const square = to.hold(mul(s, s));
  const rest = mul(square, polynomial(LOG, square, to));
  const low = add(sub(f, mul(s, sub(f, rest))), mul(k, to.number(LN2[1])));
  const y = add(mul(k, to.number(LN2[0])), low);
  const finite = v128.bitselect(y, x, lt(x, to.number(Infinity)));
  const atZero = v128.bitselect(to.number(-Infinity), finite, f32x4.eq(x, zero));
  return v128.bitselect(to.number(NaN), atZero, lt(x, zero));
}

/** k in the lowest bits of `rounded`, and q = e^r - 1. */
function expParts(x: Code, to: Statements): { rounded: Code; q: Code } {
  const rounded = to.hold(add(mul(x, to.number(PER_LN2)), to.number(ROUNDER)));
  const k = to.hold(sub(rounded, to.number(ROUNDER)));
  const high = sub(x, mul(k, to.number(LN2[0])));
  const r = to.hold(sub(high, mul(k, to.number(LN2[1]))));
  return { rounded, q: to.hold(mul(r, polynomial([...EXP, 1], r, to))) };
}

/** Horner's rule. */
function polynomial([first, ...others]: readonly number[], x: Code, to: Statements): Code {
  return others.reduce<Code>((sum, it) => add(mul(sum, x), to.number(it)), to.number(first));
}

/** x from `low` to `high`; a NaN stays one. */
function limit(x: Code, { low, high }: { low: number; high: number }, to: Statements): Code {
  return pmax(pmin(x, to.number(high)), to.number(low));
}

/** 2^k of the whole number in the lowest 9 bits, from -127 (then 0) to 128 (then Infinity). */
function powerOfTwo(k: Code, to: Statements): Code {
  return i32x4.add(i32x4.shl(k, i32.const(23)), to.number(1));
}
