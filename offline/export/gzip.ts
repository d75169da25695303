import { gzipSync } from "node:zlib";

/** Byte of a gzip header that names the system; 255 is none. Source: RFC 1952, 2.3 */
const SYSTEM = 9;

/** Packs bytes with gzip, as small as it gets: no name, no time and no system stand in the header. */
export function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(gzipSync(bytes, { level: 9 }));
  packed[SYSTEM] = 255;
  return packed;
}
