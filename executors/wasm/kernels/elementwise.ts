// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// y[position, c] = f(a[position, c], b[position, c]), four channels at a time. Oracle: core/graph/ops/*.ts.
import { exp4, gate4, sigmoid4, tanh4 } from "./elementary.ts";

// The numbers of `ELEMENTWISE` in executors/wasm/instructions.ts.
const ADD = 0, SUB = 1, MUL = 2, DIV = 3, GREATER = 4, RELU = 5;
const TANH = 6, SIGMOID = 7, EXP = 8, SQRT = 9, SCALE = 10, GATE = 11;

/** Bytes before the positions of an instruction: see `emit.ts`. */
const HEADER: usize = 48;

/** @param at The instruction. @param images How many regions, from `region` on, `pitch` bytes apart. */
export function elementwise(at: usize, images: i32, region: usize, pitch: usize): void {
  // One loop for each function, as a call or a branch inside would cost more than most functions.
  switch (load<i32>(at, 8)) {
    case ADD: each(ADD, at, images, region, pitch); break;
    case SUB: each(SUB, at, images, region, pitch); break;
    case MUL: each(MUL, at, images, region, pitch); break;
    case DIV: each(DIV, at, images, region, pitch); break;
    case GREATER: each(GREATER, at, images, region, pitch); break;
    case RELU: each(RELU, at, images, region, pitch); break;
    case TANH: each(TANH, at, images, region, pitch); break;
    case SIGMOID: each(SIGMOID, at, images, region, pitch); break;
    case EXP: each(EXP, at, images, region, pitch); break;
    case SQRT: each(SQRT, at, images, region, pitch); break;
    case SCALE: each(SCALE, at, images, region, pitch); break;
    case GATE: each(GATE, at, images, region, pitch); break;
    default: unreachable();
  }
}

// @ts-ignore: decorator
@inline
function apply(kind: i32, a: v128, b: v128, factor: v128, offset: v128): v128 {
  if (kind == ADD) return f32x4.add(a, b);
  if (kind == SUB) return f32x4.sub(a, b);
  if (kind == MUL) return f32x4.mul(a, b);
  if (kind == DIV) return f32x4.div(a, b);
  if (kind == GREATER) return v128.and(f32x4.gt(a, b), f32x4.splat(1));
  if (kind == RELU) return v128.andnot(a, f32x4.lt(a, f32x4.splat(0)));
  if (kind == TANH) return tanh4(a);
  if (kind == SIGMOID) return sigmoid4(a);
  if (kind == EXP) return exp4(a);
  if (kind == SQRT) return f32x4.sqrt(a);
  if (kind == SCALE) return f32x4.add(f32x4.mul(factor, a), offset);
  return gate4(a, b);
}

// @ts-ignore: decorator
@inline
function each(kind: i32, at: usize, images: i32, region: usize, pitch: usize): void {
  const bytes: usize = <usize> load<u32>(at, 12) << 4;
  const positions: usize = load<u32>(at, 16);
  const factor = v128.load32_splat(at, 20);
  const offset = v128.load32_splat(at, 24);
  // A side whose values are the same for all images lies outside their regions.
  const ownA = load<u32>(at, 28) != 0, ownB = load<u32>(at, 32) != 0;
  const pitchA: usize = ownA ? pitch : 0, pitchB: usize = ownB ? pitch : 0;
  let baseA: usize = ownA ? region : 0, baseB: usize = ownB ? region : 0;
  const splatB = load<u32>(at, 36) != 0;
  const first = at + HEADER;
  const end = first + positions * 12;
  for (let image = 0; image < images; image++) {
    for (let entry = first; entry < end; entry += 12) {
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
