// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// Ops that read or reduce whole rows of channels. Oracles: core/graph/ops/embedding.ts, argmin.ts, reduce_sum.ts.

/** y[position] = table[codes[position]]. Codes are below the table's length: whoever writes them checks. */
export function lookup(at: usize, images: i32, region: usize, pitch: usize): void {
  const table: usize = load<u32>(at, 8);
  const bytes: usize = load<u32>(at, 12);
  const end = at + 20 + <usize> load<u32>(at, 16) * 8;
  for (let image = 0; image < images; image++, region += pitch) {
    for (let entry = at + 20; entry < end; entry += 8) {
      const code: usize = load<u32>(region + <usize> load<u32>(entry, 4));
      memory.copy(region + <usize> load<u32>(entry), table + code * bytes, bytes);
    }
  }
}

/** y[position] = the lowest c for which x[position, c] is smallest, u32. */
export function argmin(at: usize, images: i32, region: usize, pitch: usize): void {
  const channels: i32 = load<i32>(at, 8);
  const end = at + 16 + <usize> load<u32>(at, 12) * 8;
  for (let image = 0; image < images; image++, region += pitch) {
    for (let entry = at + 16; entry < end; entry += 8) {
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
  const channels: i32 = load<i32>(at, 8);
  const end = at + 16 + <usize> load<u32>(at, 12) * 8;
  for (let image = 0; image < images; image++, region += pitch) {
    for (let entry = at + 16; entry < end; entry += 8) {
      const x = region + <usize> load<u32>(entry, 4);
      let sum: f64 = 0;
      for (let c = 0; c < channels; c++) sum += <f64> load<f32>(x + (<usize> c << 2));
      store<f32>(region + <usize> load<u32>(entry), <f32> sum);
    }
  }
}
