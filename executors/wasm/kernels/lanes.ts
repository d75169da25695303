// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// Steps of sums of four channels at a time. All are inlined.

/** One of four values in all four places. */
// @ts-ignore: decorator
@inline
export function splat(x: v128, lane: u8): v128 {
  if (lane == 0) return v128.shuffle<f32>(x, x, 0, 0, 0, 0);
  if (lane == 1) return v128.shuffle<f32>(x, x, 1, 1, 1, 1);
  if (lane == 2) return v128.shuffle<f32>(x, x, 2, 2, 2, 2);
  return v128.shuffle<f32>(x, x, 3, 3, 3, 3);
}

/** sum + x * the four weights at an address. */
// @ts-ignore: decorator
@inline
export function add(sum: v128, x: v128, weight: usize): v128 {
  return f32x4.add(sum, f32x4.mul(x, v128.load(weight)));
}
