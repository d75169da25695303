// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// Ops that read or reduce whole rows of channels. Oracles: core/graph/ops/embedding.ts, argmin.ts, reduce_sum.ts.

import * as abi from "../abi.ts";

// @ts-ignore: decorator
@inline
const LOOKUP_HEADER: usize = abi.LOOKUP_HEADER;
// @ts-ignore: decorator
@inline
const ROWS_HEADER: usize = abi.ROWS_HEADER;
// @ts-ignore: decorator
@inline
const PAIR: usize = abi.PAIR;

/** y[position] = table[codes[position]]. Codes must be below the table's length: the host checks them. */
export function lookup(at: usize, images: i32, region: usize, pitch: usize): void {
  const table: usize = load<u32>(at, abi.LOOKUP_TABLE_AT);
  const bytes: usize = load<u32>(at, abi.LOOKUP_ROW_BYTES_AT);
  const end = at + LOOKUP_HEADER + <usize> load<u32>(at, abi.LOOKUP_POSITIONS_AT) * PAIR;
  for (let image = 0; image < images; image++, region += pitch) {
    for (let entry = at + LOOKUP_HEADER; entry < end; entry += PAIR) {
      const code: usize = load<u32>(region + <usize> load<u32>(entry, 4));
      memory.copy(region + <usize> load<u32>(entry), table + code * bytes, bytes);
    }
  }
}

/** y[position] = the lowest c for which x[position, c] is smallest, u32. */
export function argmin(at: usize, images: i32, region: usize, pitch: usize): void {
  const channels: i32 = load<i32>(at, abi.ROWS_CHANNELS_AT);
  const end = at + ROWS_HEADER + <usize> load<u32>(at, abi.ROWS_POSITIONS_AT) * PAIR;
  for (let image = 0; image < images; image++, region += pitch) {
    for (let entry = at + ROWS_HEADER; entry < end; entry += PAIR) {
      const x = region + <usize> load<u32>(entry, 4);
      let best = 0;
      let least = load<f32>(x);
      for (let c = 1; c < channels; c++) {
        const value = load<f32>(x + (<usize> c << 2));
        if (value < least) least = value, best = c;
      }
      store<i32>(region + <usize> load<u32>(entry), best);
    }
  }
}

/** y[position] = Σ x[position, c], c ascending, in f64. */
export function sumChannels(at: usize, images: i32, region: usize, pitch: usize): void {
  const channels: i32 = load<i32>(at, abi.ROWS_CHANNELS_AT);
  const end = at + ROWS_HEADER + <usize> load<u32>(at, abi.ROWS_POSITIONS_AT) * PAIR;
  for (let image = 0; image < images; image++, region += pitch) {
    for (let entry = at + ROWS_HEADER; entry < end; entry += PAIR) {
      const x = region + <usize> load<u32>(entry, 4);
      let sum: f64 = 0;
      for (let c = 0; c < channels; c++) sum += <f64> load<f32>(x + (<usize> c << 2));
      store<f32>(region + <usize> load<u32>(entry), <f32> sum);
    }
  }
}
