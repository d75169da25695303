// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// Draws one code from logits: guidance, temperature, top k, top p, inverse of the distribution function.
// Operation by operation as generation/{guide,draw_code,log_probability}.ts, which are its oracles.
import { exp64, log64 } from "./elementary.ts";

/** ln p(code) under softmax(logits) in f64. */
export function logProbability(logits: usize, codes: i32, code: i32): f64 {
  let largest = load<f32>(logits);
  for (let i = 1; i < codes; i++) largest = max<f32>(largest, load<f32>(logits + (<usize> i << 2)));
  let sum: f64 = 0;
  for (let i = 0; i < codes; i++) {
    sum += exp64(<f64> load<f32>(logits + (<usize> i << 2)) - <f64> largest);
  }
  return <f64> load<f32>(logits + (<usize> code << 2)) - <f64> largest - log64(sum);
}

/** out[k] = u + strength (c - u), f64. */
export function guide(
  conditional: usize,
  free: usize,
  codes: i32,
  strength: f64,
  out: usize,
): void {
  for (let i: usize = 0; i < <usize> codes; i++) {
    const u = <f64> load<f32>(free + (i << 2));
    store<f64>(out + (i << 3), u + strength * (<f64> load<f32>(conditional + (i << 2)) - u));
  }
}

/** out[k] = logits[k] in f64. */
export function widen(logits: usize, codes: i32, out: usize): void {
  for (let i: usize = 0; i < <usize> codes; i++) {
    store<f64>(out + (i << 3), <f64> load<f32>(logits + (i << 2)));
  }
}

// @ts-ignore: decorator
@inline
function at(values: usize, i: i32): f64 {
  return load<f64>(values + (<usize> i << 3));
}

/**
 * @param logits f64 [codes]. @param weights f64 [codes], scratch. @param order u32 [codes], scratch.
 * @param uniform In [0, 1).
 */
export function drawCode(
  logits: usize,
  codes: i32,
  weights: usize,
  order: usize,
  temperature: f64,
  topK: i32,
  topP: f64,
  uniform: f64,
): i32 {
  let best = 0;
  for (let code = 1; code < codes; code++) if (at(logits, code) > at(logits, best)) best = code;
  if (temperature == 0) return best;
  const max = at(logits, best);
  for (let code = 0; code < codes; code++) {
    store<f64>(weights + (<usize> code << 3), exp64((at(logits, code) - max) / temperature));
  }
  if (topK < codes || topP < 1) truncate(logits, codes, weights, order, topK, topP);
  let total: f64 = 0;
  for (let code = 0; code < codes; code++) total += at(weights, code);
  const target = uniform * total;
  let sum: f64 = 0;
  let last = best;
  for (let code = 0; code < codes; code++) {
    if (at(weights, code) == 0) continue;
    sum += at(weights, code);
    if (sum > target) return code;
    last = code;
  }
  return last; // Rounding may leave the sum at the target.
}

/** Zeroes the weights of all but the likeliest codes. */
function truncate(
  logits: usize,
  codes: i32,
  weights: usize,
  order: usize,
  topK: i32,
  topP: f64,
): void {
  for (let code = 0; code < codes; code++) store<i32>(order + (<usize> code << 2), code);
  sort(logits, codes, order);
  let total: f64 = 0;
  for (let rank = 0; rank < topK; rank++) {
    total += at(weights, load<i32>(order + (<usize> rank << 2)));
  }
  let sum: f64 = 0;
  for (let rank = 0; rank < codes; rank++) {
    const code = load<i32>(order + (<usize> rank << 2));
    const weight = at(weights, code);
    if (rank >= topK || (topP < 1 && sum >= topP * total)) {
      store<f64>(weights + (<usize> code << 3), 0);
    }
    sum += weight;
  }
}

/** Whether code a comes after b: less likely, or as likely and higher. */
// @ts-ignore: decorator
@inline
function after(logits: usize, a: i32, b: i32): bool {
  const x = at(logits, a), y = at(logits, b);
  return x < y || (x == y && a > b);
}

/** Heap sort of `order`, likeliest first: no memory, and no bad case. */
function sort(logits: usize, codes: i32, order: usize): void {
  for (let root = (codes >> 1) - 1; root >= 0; root--) sink(logits, order, root, codes);
  for (let end = codes - 1; end > 0; end--) {
    const top = load<i32>(order);
    store<i32>(order, load<i32>(order + (<usize> end << 2)));
    store<i32>(order + (<usize> end << 2), top);
    sink(logits, order, 0, end);
  }
}

function sink(logits: usize, order: usize, root: i32, end: i32): void {
  const code = load<i32>(order + (<usize> root << 2));
  for (;;) {
    let child = 2 * root + 1;
    if (child >= end) break;
    let below = load<i32>(order + (<usize> child << 2));
    if (child + 1 < end) {
      const right = load<i32>(order + (<usize> child << 2), 4);
      if (after(logits, right, below)) below = right, child++;
    }
    if (!after(logits, below, code)) break;
    store<i32>(order + (<usize> root << 2), below);
    root = child;
  }
  store<i32>(order + (<usize> root << 2), code);
}
