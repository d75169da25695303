// @ts-nocheck AssemblyScript, built by `deno task kernels`.
// Threefry-2x32-20, as core/random/threefry.ts, which gives source and known answers.

/** The uniform number in [0, 1) of a position of the image with this seed. */
export function uniform(seed: u32, position: u32): f64 {
  const key2: u32 = 0x1BD11BDA ^ seed;
  let x: u32 = position + seed;
  let y: u32 = 0;
  for (let round: u32 = 0; round < 5; round++) {
    if ((round & 1) == 0) {
      x += y, y = rotl<u32>(y, 13) ^ x;
      x += y, y = rotl<u32>(y, 15) ^ x;
      x += y, y = rotl<u32>(y, 26) ^ x;
      x += y, y = rotl<u32>(y, 6) ^ x;
    } else {
      x += y, y = rotl<u32>(y, 17) ^ x;
      x += y, y = rotl<u32>(y, 29) ^ x;
      x += y, y = rotl<u32>(y, 16) ^ x;
      x += y, y = rotl<u32>(y, 24) ^ x;
    }
    // The key words are (seed, 0, key2), taken in turn.
    const injection = round + 1;
    x += injection % 3 == 0 ? seed : injection % 3 == 1 ? 0 : key2;
    y += (injection % 3 == 0 ? 0 : injection % 3 == 1 ? key2 : seed) + injection;
  }
  return <f64> (x >>> 8) * 5.9604644775390625e-8;
}
