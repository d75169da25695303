import { crc32 } from "./crc32.ts";
import { PngError, requirePng } from "./png_error.ts";
import {
  GREY,
  PALETTE,
  PNG_SIGNATURE,
  type PngHeader,
  type PngLimits,
  readHeader,
  RGB,
} from "./png_header.ts";

/** The parts of a PNG that decide its pixels. */
export interface PngParts {
  readonly header: PngHeader;
  /** `[entries, 3]` */
  readonly palette: Uint8Array | null;
  /** The bytes of tRNS. */
  readonly transparency: Uint8Array | null;
  /** The zlib stream, as the IDAT chunks cut it; views into the file. */
  readonly compressed: Iterable<Uint8Array>;
}

/**
 * Takes a PNG apart and checks every checksum. Ancillary chunks other than tRNS are skipped: of an
 * APNG this leaves the default image.
 *
 * @throws {PngError} If the file is over the limits or not a valid sequence of chunks.
 */
export function readChunks(bytes: Uint8Array, limits: PngLimits): PngParts {
  const { header, first } = readStart(bytes, limits);
  let palette: Uint8Array | null = null, transparency: Uint8Array | null = null;
  let pieces = 0, firstPiece = 0;
  let previous = first;
  while (previous.type !== "IEND") {
    const chunk = readChunk(bytes, previous.end);
    const { type, content } = chunk;
    if (type === "IDAT") {
      const together = pieces === 0 || previous.type === "IDAT";
      requirePng(together, "its IDAT chunks to be consecutive", "another chunk between them");
      if (pieces++ === 0) firstPiece = previous.end;
    } else if (type === "PLTE") {
      const early = palette === null && transparency === null && pieces === 0;
      requirePng(early, "one PLTE, before tRNS and IDAT", "a late or second one");
      palette = checkedPalette(content, header);
    } else if (type === "tRNS") {
      const early = transparency === null && pieces === 0;
      requirePng(early, "one tRNS, before IDAT", "a late or second one");
      transparency = checkedTransparency(content, header, palette);
    } else if (type === "IEND") {
      requirePng(content.length === 0, "its IEND to be empty", `${content.length} bytes`);
    } else if (isCritical(type)) {
      const standard = type === "IHDR";
      if (standard) requirePng(false, "one IHDR", "a second one");
      throw new PngError("unsupported", "its critical chunks to be standard ones", type);
    }
    previous = chunk;
  }
  const trailing = bytes.length - previous.end;
  requirePng(trailing === 0, "nothing may follow its IEND", `${trailing} bytes`);
  requirePng(pieces > 0, "pixels", "no IDAT");
  const hasColours = header.colour !== PALETTE || palette !== null;
  requirePng(hasColours, "its colour type to have a palette", "no PLTE");
  return { header, palette, transparency, compressed: contentsOf(bytes, firstPiece, pieces) };
}

/**
 * The header of a PNG, whose other parts are not looked at.
 *
 * @throws {PngError} If the file is over the limits or does not begin as a PNG does.
 */
export function pngHeaderOf(bytes: Uint8Array, limits: PngLimits): PngHeader {
  return readStart(bytes, limits).header;
}

function readStart(bytes: Uint8Array, limits: PngLimits): { header: PngHeader; first: Chunk } {
  if (bytes.length > limits.maxBytes) {
    const rule = `at most ${limits.maxBytes} bytes`;
    throw new PngError("too_large", rule, `${bytes.length} bytes`);
  }
  if (!PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    throw new PngError("not_png", "the PNG signature", "other bytes");
  }
  const first = readChunk(bytes, PNG_SIGNATURE.length);
  requirePng(first.type === "IHDR", "its first chunk to be IHDR", first.type);
  return { header: readHeader(first.content, limits), first };
}

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array;
  /** Where the next chunk starts. */
  readonly end: number;
}

function readChunk(bytes: Uint8Array, start: number): Chunk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const left = bytes.length - start - 12;
  requirePng(left >= 0, "IEND at its end", `an end at byte ${bytes.length}`);
  const length = view.getUint32(start);
  requirePng(length <= left, "its chunks to be complete", `${left} of ${length} bytes`);
  const named = bytes.subarray(start + 4, start + 8 + length);
  const letters = named.subarray(0, 4).every((code) => (code | 32) >= 97 && (code | 32) <= 122);
  requirePng(letters, "its chunk types to be letters", `[${named.subarray(0, 4)}]`);
  const type = String.fromCharCode(...named.subarray(0, 4));
  const end = start + 12 + length;
  requirePng(view.getUint32(end - 4) === crc32(named), "its CRCs to be right", type);
  return { type, content: named.subarray(4), end };
}

function isCritical(type: string): boolean {
  return (type.charCodeAt(0) & 32) === 0;
}

function checkedPalette(content: Uint8Array, { colour, depth }: PngHeader): Uint8Array {
  const entries = content.length / 3;
  requirePng((colour & 2) !== 0, "no palette for grey", "PLTE");
  const most = colour === PALETTE ? 1 << depth : 256;
  const fits = Number.isInteger(entries) && entries >= 1 && entries <= most;
  requirePng(fits, `its palette to have 1 to ${most} entries`, `${content.length} bytes`);
  return content;
}

function checkedTransparency(
  content: Uint8Array,
  { colour }: PngHeader,
  palette: Uint8Array | null,
): Uint8Array {
  const size = content.length;
  const allowed = colour === GREY
    ? size === 2
    : colour === RGB
    ? size === 6
    : colour === PALETTE && palette !== null && size >= 1 && size <= palette.length / 3;
  requirePng(allowed, "its tRNS to fit its colour type", `${size} bytes for type [${colour}]`);
  return content;
}

/** The contents of chunks in a row, which were checked: any number of them takes no memory. */
function contentsOf(bytes: Uint8Array, first: number, count: number): Iterable<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    *[Symbol.iterator]() {
      for (let i = 0, start = first; i < count; i++) {
        const end = start + 8 + view.getUint32(start);
        yield bytes.subarray(start + 8, end);
        start = end + 4;
      }
    },
  };
}
