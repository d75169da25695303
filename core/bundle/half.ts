/**
 * Rounds to 16-bit floats, ties to even. Beyond 65504 becomes infinite.
 *
 * @returns The bits. Source: IEEE 754-2019, binary16.
 */
export function halfFromFloat(values: Float32Array): Uint16Array<ArrayBuffer> {
  const halves = new Uint16Array(values.length);
  const float = new Float32Array(1), bits = new Uint32Array(float.buffer);
  for (let i = 0; i < values.length; i++) {
    float[0] = values[i];
    const sign = bits[0] >>> 16 & 0x8000, size = bits[0] & 0x7fffffff;
    if (size > 0x7f800000) {
      halves[i] = sign | 0x7e00; // not a number
    } else if (size >= 0x47800000) {
      halves[i] = sign | 0x7c00; // 65536 and more
    } else if (size >= 0x38800000) {
      const even = size >>> 13 & 1;
      halves[i] = sign | (size - (112 << 23) + 0xfff + even) >>> 13;
    } else {
      float[0] = Math.abs(values[i]) + 0.5; // whose last bit is 2^-24, as that of the small halves
      halves[i] = sign | (bits[0] - 0x3f000000);
    }
  }
  return halves;
}

/** The numbers of 16-bit floats, exactly. @param halves The bits. */
export function floatFromHalf(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const table = numbers ??= Float32Array.from({ length: 65536 }, (_, bits) => numberOf(bits));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]];
  return values;
}

/** Of all 16-bit floats: a model has many more weights. */
let numbers: Float32Array | undefined;

function numberOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1, exponent = bits >>> 10 & 31, fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
