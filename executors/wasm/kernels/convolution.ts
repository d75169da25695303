// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// y[row, o] = bias[o] + Σ taps Σ i of x[source(row, tap) + i] * weight[o / 8][tap][i][o % 8]
// Every output is one f32 sum: bias first, taps in the order of the table, inputs ascending. How rows and channels
// are grouped below changes no sum, so one image and a batch give the same bits. Oracle: core/graph/ops/conv2d.ts.

import * as abi from "../abi.ts";
import {
  base,
  groupRows,
  inputs,
  openConvolution,
  openGroup,
  put,
  stride,
  table,
  tapCount,
} from "./group.ts";
import { add, splat } from "./lanes.ts";
import { fitsPanels, panels } from "./panel.ts";

/** Bytes of 8 f32. */
const BLOCK: usize = 32;

/** @param at The instruction. @param images How many regions, from `region` on, `pitch` bytes apart. */
export function convolve(at: usize, images: i32, region: usize, pitch: usize): void {
  const weight: usize = load<u32>(at, abi.CONVOLUTION_WEIGHT_AT);
  const bias: usize = load<u32>(at, abi.CONVOLUTION_BIAS_AT);
  const blocks: i32 = load<i32>(at, abi.CONVOLUTION_BLOCKS_AT);
  const blockBytes: usize = load<u32>(at, abi.CONVOLUTION_BLOCK_BYTES_AT);
  const groups: i32 = load<i32>(at, abi.CONVOLUTION_GROUPS_AT);
  let group = openConvolution(at, region, pitch);
  for (let g = 0; g < groups; g++) {
    group = openGroup(group);
    const rows = groupRows * images;
    let block = 0;
    if (rows == 1) {
      for (; block + 4 <= blocks; block += 4) {
        one32(weight + <usize> block * blockBytes, blockBytes, bias, block);
      }
      for (; block < blocks; block++) one8(weight + <usize> block * blockBytes, bias, block);
      continue;
    }
    if (rows == 2) {
      for (; block + 2 <= blocks; block += 2) {
        two16(weight + <usize> block * blockBytes, blockBytes, bias, block);
      }
    } else if (fitsPanels(rows)) {
      for (; block + 2 <= blocks; block += 2) {
        const shift = <usize> block * BLOCK;
        panels(weight + <usize> block * blockBytes, blockBytes, bias + shift, shift, rows);
      }
    }
    for (; block < blocks; block++) four8(weight + <usize> block * blockBytes, bias, block, rows);
  }
}

/** One row, 32 channels. */
function one32(weight: usize, blockBytes: usize, bias: usize, block: i32): void {
  bias += <usize> block * BLOCK;
  let s0 = v128.load(bias),
    s1 = v128.load(bias, 16),
    s2 = v128.load(bias, 32),
    s3 = v128.load(bias, 48);
  let s4 = v128.load(bias, 64),
    s5 = v128.load(bias, 80),
    s6 = v128.load(bias, 96),
    s7 = v128.load(bias, 112);
  let entry = table + 4;
  for (let tap = 0; tap < tapCount; tap++, entry += 8) {
    let w0 = weight + <usize> load<u32>(entry);
    let w1 = w0 + blockBytes, w2 = w1 + blockBytes, w3 = w2 + blockBytes;
    let x = base + <usize> load<u32>(entry, 4);
    for (const end = x + inputs; x < end; x += 4) {
      const v = v128.load32_splat(x);
      s0 = add(s0, v, w0);
      s1 = add(s1, v, w0 + 16);
      s2 = add(s2, v, w1);
      s3 = add(s3, v, w1 + 16);
      s4 = add(s4, v, w2);
      s5 = add(s5, v, w2 + 16);
      s6 = add(s6, v, w3);
      s7 = add(s7, v, w3 + 16);
      w0 += BLOCK, w1 += BLOCK, w2 += BLOCK, w3 += BLOCK;
    }
  }
  const to = base + <usize> load<u32>(table) + <usize> block * BLOCK;
  put(to, s0), put(to + 16, s1), put(to + 32, s2), put(to + 48, s3);
  put(to + 64, s4), put(to + 80, s5), put(to + 96, s6), put(to + 112, s7);
}

/** One row, 8 channels. */
function one8(weight: usize, bias: usize, block: i32): void {
  bias += <usize> block * BLOCK;
  let s0 = v128.load(bias), s1 = v128.load(bias, 16);
  let entry = table + 4;
  for (let tap = 0; tap < tapCount; tap++, entry += 8) {
    let w = weight + <usize> load<u32>(entry);
    let x = base + <usize> load<u32>(entry, 4);
    for (const end = x + inputs; x < end; x += 4, w += BLOCK) {
      const v = v128.load32_splat(x);
      s0 = add(s0, v, w);
      s1 = add(s1, v, w + 16);
    }
  }
  const to = base + <usize> load<u32>(table) + <usize> block * BLOCK;
  put(to, s0), put(to + 16, s1);
}

/** Two rows, 16 channels. Row r is position r mod rows of image r / rows. */
function two16(weight: usize, blockBytes: usize, bias: usize, block: i32): void {
  const second: usize = groupRows == 1 ? 0 : 4;
  const baseB = groupRows == 1 ? base + stride : base;
  const skip: usize = (<usize> groupRows + 1) << 2;
  bias += <usize> block * BLOCK;
  let a0 = v128.load(bias),
    a1 = v128.load(bias, 16),
    a2 = v128.load(bias, 32),
    a3 = v128.load(bias, 48);
  let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
  let entry = table + (<usize> groupRows << 2);
  for (let tap = 0; tap < tapCount; tap++, entry += skip) {
    let w0 = weight + <usize> load<u32>(entry);
    let w1 = w0 + blockBytes;
    let xa = base + <usize> load<u32>(entry, 4);
    let xb = baseB + <usize> load<u32>(entry + second, 4);
    for (const end = xa + inputs; xa < end; xa += 4, xb += 4) {
      const u0 = v128.load(w0), u1 = v128.load(w0, 16), u2 = v128.load(w1), u3 = v128.load(w1, 16);
      let v = v128.load32_splat(xa);
      a0 = f32x4.add(a0, f32x4.mul(v, u0));
      a1 = f32x4.add(a1, f32x4.mul(v, u1));
      a2 = f32x4.add(a2, f32x4.mul(v, u2));
      a3 = f32x4.add(a3, f32x4.mul(v, u3));
      v = v128.load32_splat(xb);
      b0 = f32x4.add(b0, f32x4.mul(v, u0));
      b1 = f32x4.add(b1, f32x4.mul(v, u1));
      b2 = f32x4.add(b2, f32x4.mul(v, u2));
      b3 = f32x4.add(b3, f32x4.mul(v, u3));
      w0 += BLOCK, w1 += BLOCK;
    }
  }
  let to = base + <usize> load<u32>(table) + <usize> block * BLOCK;
  put(to, a0), put(to + 16, a1), put(to + 32, a2), put(to + 48, a3);
  to = baseB + <usize> load<u32>(table + second) + <usize> block * BLOCK;
  put(to, b0), put(to + 16, b1), put(to + 32, b2), put(to + 48, b3);
}

/** All rows by fours, 8 channels; the last four may hold the last row more than once. */
function four8(weight: usize, bias: usize, block: i32, rows: i32): void {
  const skip: usize = (<usize> groupRows + 1) << 2;
  const first = table + (<usize> groupRows << 2);
  const last = groupRows - 1;
  const inner = inputs;
  bias += <usize> block * BLOCK;
  const c0 = v128.load(bias), c1 = v128.load(bias, 16);
  const shift = <usize> block * BLOCK;
  let position = 0;
  let image = base;
  for (let row = 0; row < rows; row += 4) {
    const mA = image, qA = <usize> position << 2;
    if (row + 1 < rows) {
      if (position == last) position = 0, image += stride;
      else position++;
    }
    const mB = image, qB = <usize> position << 2;
    if (row + 2 < rows) {
      if (position == last) position = 0, image += stride;
      else position++;
    }
    const mC = image, qC = <usize> position << 2;
    if (row + 3 < rows) {
      if (position == last) position = 0, image += stride;
      else position++;
    }
    const mD = image, qD = <usize> position << 2;
    if (row + 4 < rows) {
      if (position == last) position = 0, image += stride;
      else position++;
    }
    let a0 = c0, a1 = c1, b0 = c0, b1 = c1, d0 = c0, d1 = c1, e0 = c0, e1 = c1;
    let entry = first;
    for (let tap = 0; tap < tapCount; tap++, entry += skip) {
      let w = weight + <usize> load<u32>(entry);
      let xa = mA + <usize> load<u32>(entry + qA, 4);
      let xb = mB + <usize> load<u32>(entry + qB, 4);
      let xc = mC + <usize> load<u32>(entry + qC, 4);
      let xd = mD + <usize> load<u32>(entry + qD, 4);
      const end = xa + inner;
      for (const fours = xa + (inner & ~15); xa < fours;) {
        const pa = v128.load(xa);
        const pb = v128.load(xb);
        const pc = v128.load(xc);
        const pd = v128.load(xd);
        let u0 = v128.load(w);
        let u1 = v128.load(w, 16);
        let v = splat(pa, 0);
        a0 = f32x4.add(a0, f32x4.mul(v, u0));
        a1 = f32x4.add(a1, f32x4.mul(v, u1));
        v = splat(pb, 0);
        b0 = f32x4.add(b0, f32x4.mul(v, u0));
        b1 = f32x4.add(b1, f32x4.mul(v, u1));
        v = splat(pc, 0);
        d0 = f32x4.add(d0, f32x4.mul(v, u0));
        d1 = f32x4.add(d1, f32x4.mul(v, u1));
        v = splat(pd, 0);
        e0 = f32x4.add(e0, f32x4.mul(v, u0));
        e1 = f32x4.add(e1, f32x4.mul(v, u1));
        w += BLOCK;
        u0 = v128.load(w);
        u1 = v128.load(w, 16);
        v = splat(pa, 1);
        a0 = f32x4.add(a0, f32x4.mul(v, u0));
        a1 = f32x4.add(a1, f32x4.mul(v, u1));
        v = splat(pb, 1);
        b0 = f32x4.add(b0, f32x4.mul(v, u0));
        b1 = f32x4.add(b1, f32x4.mul(v, u1));
        v = splat(pc, 1);
        d0 = f32x4.add(d0, f32x4.mul(v, u0));
        d1 = f32x4.add(d1, f32x4.mul(v, u1));
        v = splat(pd, 1);
        e0 = f32x4.add(e0, f32x4.mul(v, u0));
        e1 = f32x4.add(e1, f32x4.mul(v, u1));
        w += BLOCK;
        u0 = v128.load(w);
        u1 = v128.load(w, 16);
        v = splat(pa, 2);
        a0 = f32x4.add(a0, f32x4.mul(v, u0));
        a1 = f32x4.add(a1, f32x4.mul(v, u1));
        v = splat(pb, 2);
        b0 = f32x4.add(b0, f32x4.mul(v, u0));
        b1 = f32x4.add(b1, f32x4.mul(v, u1));
        v = splat(pc, 2);
        d0 = f32x4.add(d0, f32x4.mul(v, u0));
        d1 = f32x4.add(d1, f32x4.mul(v, u1));
        v = splat(pd, 2);
        e0 = f32x4.add(e0, f32x4.mul(v, u0));
        e1 = f32x4.add(e1, f32x4.mul(v, u1));
        w += BLOCK;
        u0 = v128.load(w);
        u1 = v128.load(w, 16);
        v = splat(pa, 3);
        a0 = f32x4.add(a0, f32x4.mul(v, u0));
        a1 = f32x4.add(a1, f32x4.mul(v, u1));
        v = splat(pb, 3);
        b0 = f32x4.add(b0, f32x4.mul(v, u0));
        b1 = f32x4.add(b1, f32x4.mul(v, u1));
        v = splat(pc, 3);
        d0 = f32x4.add(d0, f32x4.mul(v, u0));
        d1 = f32x4.add(d1, f32x4.mul(v, u1));
        v = splat(pd, 3);
        e0 = f32x4.add(e0, f32x4.mul(v, u0));
        e1 = f32x4.add(e1, f32x4.mul(v, u1));
        w += BLOCK;
        xa += 16, xb += 16, xc += 16, xd += 16;
      }
      for (; xa < end; w += BLOCK) {
        const u0 = v128.load(w), u1 = v128.load(w, 16);
        let v = v128.load32_splat(xa);
        a0 = f32x4.add(a0, f32x4.mul(v, u0));
        a1 = f32x4.add(a1, f32x4.mul(v, u1));
        v = v128.load32_splat(xb);
        b0 = f32x4.add(b0, f32x4.mul(v, u0));
        b1 = f32x4.add(b1, f32x4.mul(v, u1));
        v = v128.load32_splat(xc);
        d0 = f32x4.add(d0, f32x4.mul(v, u0));
        d1 = f32x4.add(d1, f32x4.mul(v, u1));
        v = v128.load32_splat(xd);
        e0 = f32x4.add(e0, f32x4.mul(v, u0));
        e1 = f32x4.add(e1, f32x4.mul(v, u1));
        xa += 4, xb += 4, xc += 4, xd += 4;
      }
    }
    let to = mA + <usize> load<u32>(table + qA) + shift;
    put(to, a0), put(to + 16, a1);
    to = mB + <usize> load<u32>(table + qB) + shift;
    put(to, b0), put(to + 16, b1);
    to = mC + <usize> load<u32>(table + qC) + shift;
    put(to, d0), put(to + 16, d1);
    to = mD + <usize> load<u32>(table + qD) + shift;
    put(to, e0), put(to + 16, e1);
  }
}
