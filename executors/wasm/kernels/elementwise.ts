// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// y[position, c] = f(a[position, c], b[position, c]), four channels at a time. Oracle: core/graph/ops/*.ts.
import * as abi from "../abi.ts";
import { exp4, gate4, sigmoid4, tanh4 } from "./elementary.ts";

const HEADER: usize = abi.ELEMENTWISE_HEADER;
// @ts-ignore: decorator
@inline
const ENTRY: usize = abi.ELEMENTWISE_ENTRY;

/** @param at The instruction. @param images How many regions, from `region` on, `pitch` bytes apart. */
export function elementwise(at: usize, images: i32, region: usize, pitch: usize): void {
  // One loop for each function, as a call or a branch inside would cost more than most functions.
  switch (load<i32>(at, abi.ELEMENTWISE_FUNCTION_AT)) {
    case abi.ADD: each(abi.ADD, at, images, region, pitch); break;
    case abi.SUB: each(abi.SUB, at, images, region, pitch); break;
    case abi.MUL: each(abi.MUL, at, images, region, pitch); break;
    case abi.DIV: each(abi.DIV, at, images, region, pitch); break;
    case abi.GREATER: each(abi.GREATER, at, images, region, pitch); break;
    case abi.RELU: each(abi.RELU, at, images, region, pitch); break;
    case abi.TANH: each(abi.TANH, at, images, region, pitch); break;
    case abi.SIGMOID: each(abi.SIGMOID, at, images, region, pitch); break;
    case abi.EXP: each(abi.EXP, at, images, region, pitch); break;
    case abi.SQRT: each(abi.SQRT, at, images, region, pitch); break;
    case abi.SCALE: each(abi.SCALE, at, images, region, pitch); break;
    case abi.GATE: each(abi.GATE, at, images, region, pitch); break;
    default: unreachable();
  }
}

// @ts-ignore: decorator
@inline
function apply(kind: i32, a: v128, b: v128, factor: v128, offset: v128): v128 {
  if (kind == abi.ADD) return f32x4.add(a, b);
  if (kind == abi.SUB) return f32x4.sub(a, b);
  if (kind == abi.MUL) return f32x4.mul(a, b);
  if (kind == abi.DIV) return f32x4.div(a, b);
  if (kind == abi.GREATER) return v128.and(f32x4.gt(a, b), f32x4.splat(1));
  if (kind == abi.RELU) return v128.andnot(a, f32x4.lt(a, f32x4.splat(0)));
  if (kind == abi.TANH) return tanh4(a);
  if (kind == abi.SIGMOID) return sigmoid4(a);
  if (kind == abi.EXP) return exp4(a);
  if (kind == abi.SQRT) return f32x4.sqrt(a);
  if (kind == abi.SCALE) return f32x4.add(f32x4.mul(factor, a), offset);
  return gate4(a, b);
}

// @ts-ignore: decorator
@inline
function each(kind: i32, at: usize, images: i32, region: usize, pitch: usize): void {
  const bytes: usize = <usize> load<u32>(at, abi.ELEMENTWISE_FOURS_AT) << 4;
  const positions: usize = load<u32>(at, abi.ELEMENTWISE_POSITIONS_AT);
  const factor = v128.load32_splat(at, abi.ELEMENTWISE_FACTOR_AT);
  const offset = v128.load32_splat(at, abi.ELEMENTWISE_OFFSET_AT);
  // A side whose values are the same for all images lies outside their regions.
  const ownA = load<u32>(at, abi.ELEMENTWISE_OWN_A_AT) != 0;
  const ownB = load<u32>(at, abi.ELEMENTWISE_OWN_B_AT) != 0;
  const pitchA: usize = ownA ? pitch : 0, pitchB: usize = ownB ? pitch : 0;
  let baseA: usize = ownA ? region : 0, baseB: usize = ownB ? region : 0;
  const splatB = load<u32>(at, abi.ELEMENTWISE_SPLAT_B_AT) != 0;
  const first = at + HEADER;
  const end = first + positions * ENTRY;
  for (let image = 0; image < images; image++) {
    for (let entry = first; entry < end; entry += ENTRY) {
      let to = region + <usize> load<u32>(entry);
      let a = baseA + <usize> load<u32>(entry, 4);
      let b = baseB + <usize> load<u32>(entry, 8);
      const last = to + bytes;
      if (splatB) {
        const value = v128.load32_splat(b);
        for (; to < last; to += 16, a += 16) {
          v128.store(to, apply(kind, v128.load(a), value, factor, offset));
        }
      } else {
        for (; to < last; to += 16, a += 16, b += 16) {
          v128.store(to, apply(kind, v128.load(a), v128.load(b), factor, offset));
        }
      }
    }
    region += pitch, baseA += pitchA, baseB += pitchB;
  }
}
