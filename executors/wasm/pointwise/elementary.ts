import { type Code, f32x4, i32, i32x4, v128 } from "../assembler/mod.ts";
import type { Statements } from "./statements.ts";

// exp, log, tanh and sigmoid of four f32, with additions, products and quotients alone: the same bits everywhere.
// Errors are those that elementary_test.ts measures over the whole range. NaN stays NaN.
// e^x = 2^k e^r, where k is the nearest whole number to x / ln 2. Source: Cody & Waite 1980, chapter 6.

const { add, sub, mul, div, pmin, pmax } = f32x4;
const ONE = f32x4.const(1);

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

/** e^x, within 2 units in the last place where it is a normal number. */
export function exp(x: Code, statements: Statements): Code {
  const limited = statements.hold(limit(x, -104, 89));
  const { rounded, q } = expParts(limited, statements);
  const k = statements.hold(i32x4.sub(rounded, f32x4.const(ROUNDER)));
  const half = statements.hold(i32x4.shr_s(k, i32.const(1)));
  const scaled = mul(add(ONE, q), powerOfTwo(half));
  return mul(scaled, powerOfTwo(i32x4.sub(k, half)));
}

/** e^x for x <= 0, within 2 units in the last place; 0 below -87.3. */
export function expOfNegative(x: Code, statements: Statements): Code {
  const limited = statements.hold(pmax(x, f32x4.const(-88)));
  const { rounded, q } = expParts(limited, statements);
  return mul(add(ONE, q), powerOfTwo(rounded));
}

/** 1 / (1 + e^-x), within 3 units in the last place; 0 below -88.3. */
export function sigmoid(x: Code, statements: Statements): Code {
  const limited = statements.hold(limit(f32x4.neg(x), -88, 89));
  const { rounded, q } = expParts(limited, statements);
  return div(ONE, add(ONE, mul(add(ONE, q), powerOfTwo(rounded))));
}

/** Hyperbolic tangent, within 4 units in the last place. */
export function tanh(x: Code, statements: Statements): Code {
  const limited = statements.hold(limit(add(x, x), -20, 20));
  const { rounded, q } = expParts(limited, statements);
  const scale = statements.hold(powerOfTwo(rounded));
  // e^2x = scale + scaled: near 0 the difference to 1 keeps all its digits, and the sign of a zero.
  const scaled = statements.hold(mul(scale, q));
  return div(sub(scaled, sub(ONE, scale)), add(scaled, add(ONE, scale)));
}

/** ln x, within 2 units in the last place; -Infinity at 0, NaN below. */
export function log(x: Code, statements: Statements): Code {
  const tiny = statements.hold(f32x4.lt(x, f32x4.const(2 ** -126)));
  const normal = v128.bitselect(mul(x, f32x4.const(2 ** 23)), x, tiny);
  const bits = statements.hold(i32x4.sub(normal, i32x4.const(SQRT_HALF)));
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, i32.const(23)));
  const k = statements.hold(sub(exponent, v128.and(tiny, f32x4.const(23))));
  const mantissa = i32x4.add(v128.and(bits, i32x4.const(0x7fffff)), i32x4.const(SQRT_HALF));
  const f = statements.hold(sub(mantissa, ONE));
  const s = statements.hold(div(f, add(f32x4.const(2), f)));
  const square = statements.hold(mul(s, s));
  const rest = mul(square, polynomial(LOG, square));
  const low = add(sub(f, mul(s, sub(f, rest))), mul(k, f32x4.const(LN2[1])));
  const y = add(mul(k, f32x4.const(LN2[0])), low);
  const finite = v128.bitselect(y, x, f32x4.lt(x, f32x4.const(Infinity)));
  const atZero = v128.bitselect(f32x4.const(-Infinity), finite, f32x4.eq(x, f32x4.const(0)));
  return v128.bitselect(f32x4.const(NaN), atZero, f32x4.lt(x, f32x4.const(0)));
}

/** k in the lowest bits of `rounded`, and q = e^r - 1. */
function expParts(x: Code, statements: Statements): { rounded: Code; q: Code } {
  const rounded = statements.hold(add(mul(x, f32x4.const(PER_LN2)), f32x4.const(ROUNDER)));
  const k = statements.hold(sub(rounded, f32x4.const(ROUNDER)));
  const high = sub(x, mul(k, f32x4.const(LN2[0])));
  const r = statements.hold(sub(high, mul(k, f32x4.const(LN2[1]))));
  return { rounded, q: statements.hold(mul(r, add(mul(polynomial(EXP, r), r), ONE))) };
}

/** Horner's rule. */
function polynomial(coefficients: readonly number[], x: Code): Code {
  return coefficients.slice(1).reduce<Code>(
    (sum, coefficient) => add(mul(sum, x), f32x4.const(coefficient)),
    f32x4.const(coefficients[0]),
  );
}

/** x from `low` to `high`; a NaN stays one. */
function limit(x: Code, low: number, high: number): Code {
  return pmax(pmin(x, f32x4.const(high)), f32x4.const(low));
}

/** 2^k of the whole number in the lowest 9 bits, from -127 (then 0) to 128 (then Infinity). */
function powerOfTwo(k: Code): Code {
  return i32x4.add(i32x4.shl(k, i32.const(23)), i32x4.const(0x3f800000));
}
