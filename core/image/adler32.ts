const MODULUS = 65521;
const UNREDUCED = 3800; // sums of so many bytes stay below 2^31

/**
 * The Adler-32 of zlib streams.
 *
 * @param adler The checksum of the preceding bytes. Source: RFC 1950, section 8.2.
 */
export function adler32(bytes: Uint8Array, adler = 1): number {
  let low = adler & 0xffff, high = adler >>> 16;
  for (let start = 0; start < bytes.length; start += UNREDUCED) {
    const end = Math.min(start + UNREDUCED, bytes.length);
    for (let i = start; i < end; i++) {
      low += bytes[i];
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  return (high << 16 | low) >>> 0;
}
