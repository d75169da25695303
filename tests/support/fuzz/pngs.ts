import { encodePng } from "../../../core/image/mod.ts";
import type { Random } from "../../../core/random/random.ts";
import { mutateBytes, pick } from "./mutate.ts";

/** Bytes of the header of any PNG: its chunk's type and content, before the checksum. */
const HEADER = { start: 12, end: 29 };

/** A picture of one colour, large once it is inflated. */
const LARGE = encodePng({
  width: 1500,
  height: 1500,
  channels: 1,
  pixels: new Uint8Array(1500 * 1500),
});

/** The PNG whole, with bytes changed, with a header that lies, or another that is large. */
export function mutatePng(png: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const kind = random.integer(8);
  if (kind === 0) return png;
  if (kind === 1) return random.uniform() < 0.1 ? LARGE : png;
  if (kind <= 4) return mutateBytes(png, random);
  const source = random.uniform() < 0.1 ? LARGE : png;
  return withHeader(source, (header) => {
    const view = new DataView(header.buffer);
    const sides = [0, 1, 4, 4096, 4097, 30_000, 2 ** 31 - 1, 2 ** 32 - 1];
    if (kind === 5) view.setUint32(pick([4, 8], random), pick(sides, random));
    else header[12 + random.integer(5)] = pick([0, 1, 2, 3, 4, 6, 8, 16, 255], random);
  });
}

/** A PNG of the largest size allowed: 64 MiB of samples in a small file. */
export function bombPng(): Uint8Array<ArrayBuffer> {
  const side = 4096;
  return encodePng({
    width: side,
    height: side,
    channels: 4,
    pixels: new Uint8Array(side * side * 4),
  });
}

/** The PNG with another header and the checksum that fits it. */
export function withHeader(
  png: Uint8Array<ArrayBuffer>,
  change: (typeAndContent: Uint8Array<ArrayBuffer>) => void,
): Uint8Array<ArrayBuffer> {
  const changed = png.slice();
  const header = png.slice(HEADER.start, HEADER.end);
  change(header);
  changed.set(header, HEADER.start);
  new DataView(changed.buffer).setUint32(HEADER.end, crc32(header));
  return changed;
}

/** Source: PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
