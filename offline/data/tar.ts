import { DataError } from "./data_error.ts";

const BLOCK_BYTES = 512;
const REGULAR_FILE = new Set(["0", "\0"]);

/**
 * Lists the regular files of a tar archive by base name, as views into it.
 * Folders, links and extension records are passed over; a name longer than 100 bytes is cut.
 * @param name Names the archive in errors.
 * @throws {DataError} If a header's checksum is wrong or a file is cut off. Source: POSIX.1-1988 ustar.
 */
export function parseTar(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let at = 0;
  while (at + BLOCK_BYTES <= bytes.length && bytes[at] !== 0) {
    const header = bytes.subarray(at, at + BLOCK_BYTES);
    const path = text(header.subarray(0, 100));
    const size = octal(header.subarray(124, 136));
    if (octal(header.subarray(148, 156)) !== checksum(header) || !(size >= 0)) {
      throw new DataError(
        `Cannot read "${name}": expected a tar archive, got a bad header at ${at}`,
      );
    }
    at += BLOCK_BYTES;
    if (at + size > bytes.length) {
      throw new DataError(`Cannot read "${name}": expected all of "${path}", got a cut archive`);
    }
    const base = path.slice(path.lastIndexOf("/") + 1);
    if (REGULAR_FILE.has(String.fromCharCode(header[156])) && base !== "") {
      files.set(base, bytes.subarray(at, at + size));
    }
    at += Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}

function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** The number in an octal field; NaN if it is none. */
function octal(field: Uint8Array): number {
  const digits = text(field).trim();
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}

/** Sum of the header's bytes, its own checksum field counted as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}
