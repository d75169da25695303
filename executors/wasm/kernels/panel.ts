// @ts-nocheck AssemblyScript, built by `deno task kernels`, which repeats what is between `// repeat NAME` and `// end` for each `$NAME`.
// The sums of convolution.ts, for two rows and 16 channels at a time and up to 64 inputs of a tap: their weights are
// copied to a panel, and between panels the sums of a row are kept in its result. Panel and tile are at constant
// addresses: V8 drops their bounds checks and, with --experimental-wasm-revectorize, joins pairs of their vectors.

import { base, groupRows, inputs, put, stride, table, tapCount } from "./group.ts";

/** Fewer rows do not pay for the copies. */
export const PANEL_ROWS: i32 = 12;
/** Inputs of a panel; a multiple of half as many is computed too. */
const LONG: usize = 64, SHORT: usize = 32;
/** f32 [LONG][16]. */
const PANEL: usize = memory.data(4096, 64);
/** f32 [2][16]. */
const TILE: usize = memory.data(128, 64);

/** Whether {@link panels} can compute a group. */
export function fitsPanels(rows: i32): bool {
  return rows >= PANEL_ROWS && tapCount > 0 && (inputs & ((SHORT << 2) - 1)) == 0;
}

/**
 * 16 channels of all rows.
 * @param weight Of the first block of 8 channels, `blockBytes` before those of the second.
 * @param bias Of these channels. @param shift Bytes from the start of a row's result to these channels.
 */
export function panels(
  weight: usize,
  blockBytes: usize,
  bias: usize,
  shift: usize,
  rows: i32,
): void {
  const skip: usize = (<usize> groupRows + 1) << 2;
  let entry = table + (<usize> groupRows << 2);
  let from = bias;
  for (let tap = 0; tap < tapCount; tap++, entry += skip) {
    let w = weight + <usize> load<u32>(entry);
    for (let done: usize = 0; done < inputs;) {
      const bytes = (inputs - done >= LONG << 2 ? LONG : SHORT) << 2;
      fill(w, blockBytes, bytes << 4);
      const last = tap + 1 == tapCount && done + bytes == inputs;
      eachPair(entry + 4, done, bytes, from, shift, rows, last);
      from = 0;
      done += bytes, w += bytes << 3;
    }
  }
}

/** Copies weights of two blocks of 8 channels to the panel, until it has `bytes`. */
function fill(w: usize, blockBytes: usize, bytes: usize): void {
  const end = PANEL + bytes;
  for (let to = PANEL; to < end; to += 64, w += 32) {
    const z = w + blockBytes;
    v128.store(to, v128.load(w));
    v128.store(to, v128.load(w, 16), 16);
    v128.store(to, v128.load(z), 32);
    v128.store(to, v128.load(z, 16), 48);
  }
}

/**
 * Adds the products of a panel to all rows, two at a time; the last two may be the same row.
 * @param places Where the rows' inputs of the tap are, `done` bytes before those of the panel.
 * @param from Where the sums begin for every row: the bias; or 0, for what is in the rows' results.
 */
function eachPair(
  places: usize,
  done: usize,
  bytes: usize,
  from: usize,
  shift: usize,
  rows: i32,
  last: bool,
): void {
  const end = groupRows - 1;
  let image = base + done, position = 0;
  for (let row = 0; row < rows; row += 2) {
    const x0 = image + <usize> load<u32>(places + (<usize> position << 2));
    const y0 = image - done + <usize> load<u32>(table + (<usize> position << 2)) + shift;
    if (row + 1 < rows) {
      if (position == end) position = 0, image += stride;
      else position++;
    }
    const x1 = image + <usize> load<u32>(places + (<usize> position << 2));
    const y1 = image - done + <usize> load<u32>(table + (<usize> position << 2)) + shift;
    if (row + 2 < rows) {
      if (position == end) position = 0, image += stride;
      else position++;
    }
    copy(from == 0 ? y0 : from, TILE);
    copy(from == 0 ? y1 : from, TILE + 64);
    if (bytes == LONG << 2) add64(x0, x1);
    else add32(x0, x1);
    if (last) {
      finish(TILE, y0);
      finish(TILE + 64, y1);
    } else {
      copy(TILE, y0);
      copy(TILE + 64, y1);
    }
  }
}

// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize): void {
  // repeat four
  v128.store(to, v128.load(from, $four * 16), $four * 16);
  // end
}

/** Stores the sums of a row, rectified where the convolution is. */
// @ts-ignore: decorator
@inline
function finish(from: usize, to: usize): void {
  // repeat four
  put(to + $four * 16, v128.load(from, $four * 16));
  // end
}

/** TILE[r][o] += Σ i of x_r[i] * PANEL[i][o], i below 64. */
function add64(x0: usize, x1: usize): void {
  // repeat four
  let a$four = v128.load(TILE, $four * 16);
  let b$four = v128.load(TILE, 64 + $four * 16);
  let w$four: v128;
  // end
  let x: v128;
  // repeat i64
  // repeat four
  w$four = v128.load(PANEL, $i64 * 64 + $four * 16);
  // end
  x = v128.load32_splat(x0, $i64 * 4);
  // repeat four
  a$four = f32x4.add(f32x4.mul(x, w$four), a$four);
  // end
  x = v128.load32_splat(x1, $i64 * 4);
  // repeat four
  b$four = f32x4.add(f32x4.mul(x, w$four), b$four);
  // end
  // end
  // repeat four
  v128.store(TILE, a$four, $four * 16);
  // end
  // repeat four
  v128.store(TILE, b$four, 64 + $four * 16);
  // end
}

/** As add64(), i below 32. */
function add32(x0: usize, x1: usize): void {
  // repeat four
  let a$four = v128.load(TILE, $four * 16);
  let b$four = v128.load(TILE, 64 + $four * 16);
  let w$four: v128;
  // end
  let x: v128;
  // repeat i32
  // repeat four
  w$four = v128.load(PANEL, $i32 * 64 + $four * 16);
  // end
  x = v128.load32_splat(x0, $i32 * 4);
  // repeat four
  a$four = f32x4.add(f32x4.mul(x, w$four), a$four);
  // end
  x = v128.load32_splat(x1, $i32 * 4);
  // repeat four
  b$four = f32x4.add(f32x4.mul(x, w$four), b$four);
  // end
  // end
  // repeat four
  v128.store(TILE, a$four, $four * 16);
  // end
  // repeat four
  v128.store(TILE, b$four, 64 + $four * 16);
  // end
}
