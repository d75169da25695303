// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// Own exp, log, tanh and sigmoid: only +, -, *, / and exact scaling, so that every machine gives the same bits.

const LN2_HIGH: f64 = 6.93147180369123816490e-01;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** e^x in f64, operation by operation as `core/graph/elementary.ts`: the same bits. */
export function exp64(x: f64): f64 {
  if (!(x > -745)) return x != x ? x : 0;
  if (x > 709.7) return Infinity;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const r = (x - k * LN2_HIGH) - k * LN2_LOW;
  let sum: f64 = 1.0 / 6227020800;
  sum = sum * r + 1.0 / 479001600;
  sum = sum * r + 1.0 / 39916800;
  sum = sum * r + 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1;
  sum = sum * r + 1;
  const n = <i32> k;
  if (n < -1021) return sum * powerOfTwo(n + 60) * powerOfTwo(-60);
  return sum * powerOfTwo(n - 1) * 2;
}

/** ln x in f64 for x >= 1 (a sum of weights of which the largest is 1), as `core/graph/elementary.ts`. */
export function log64(x: f64): f64 {
  let k = <i32> (reinterpret<u64>(x) >> 52) - 1023;
  let m = x * powerOfTwo(-k >> 1) * powerOfTwo(-k - (-k >> 1));
  if (m > 1.4142135623730951) {
    m /= 2;
    k++;
  }
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let sum: f64 = 1.0 / 23;
  sum = sum * s2 + 1.0 / 21;
  sum = sum * s2 + 1.0 / 19;
  sum = sum * s2 + 1.0 / 17;
  sum = sum * s2 + 1.0 / 15;
  sum = sum * s2 + 1.0 / 13;
  sum = sum * s2 + 1.0 / 11;
  sum = sum * s2 + 1.0 / 9;
  sum = sum * s2 + 1.0 / 7;
  sum = sum * s2 + 1.0 / 5;
  sum = sum * s2 + 1.0 / 3;
  const rest = s2 * sum;
  const exponent = <f64> k;
  return exponent * LN2_HIGH + (2 * s + (2 * s * rest + exponent * LN2_LOW));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(k: i32): f64 {
  return reinterpret<f64>(<u64> (k + 1023) << 52);
}

/** e^x of four f32, x limited to [-87.3, 88.3]. Relative error below 1.2e-7 (tests/executors/wasm/elementary_test.ts). */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.splat(-87.3), f32x4.pmin(f32x4.splat(88.3), x));
  const k = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** 1 / (1 + e^-x) of four f32. Error below 2e-7 of the value. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** Hyperbolic tangent of four f32. Error below 3e-7 of the value. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp4(f32x4.add(x, x));
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
  // Near 0 the difference above would lose digits: x + x^3 p(x^2).
  const s = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(p, s), x));
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}

/** tanh(a) * sigmoid(b) of four f32 each, with one division. Absolute error below 3e-7. */
// @ts-ignore: decorator
@inline
export function gate4(a: v128, b: v128): v128 {
  const one = f32x4.splat(1);
  // tanh is 1 in f32 beyond 10; within, the product below stays finite wherever it matters.
  a = f32x4.pmax(f32x4.splat(-10), f32x4.pmin(f32x4.splat(10), a));
  const e = exp4(f32x4.add(a, a));
  const f = exp4(f32x4.neg(b));
  return f32x4.div(f32x4.sub(e, one), f32x4.mul(f32x4.add(e, one), f32x4.add(f, one)));
}
