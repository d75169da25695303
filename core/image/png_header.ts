import { PngError, requirePng } from "./png_error.ts";

export const PNG_SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/** Colour types of PNG. */
export const GREY = 0, RGB = 2, PALETTE = 3, GREY_ALPHA = 4, RGB_ALPHA = 6;

/** Samples per pixel of each colour type. */
export const SAMPLES: Readonly<Record<number, number>> = {
  [GREY]: 1,
  [RGB]: 3,
  [PALETTE]: 1,
  [GREY_ALPHA]: 2,
  [RGB_ALPHA]: 4,
};

const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  [GREY]: [1, 2, 4, 8, 16],
  [RGB]: [8, 16],
  [PALETTE]: [1, 2, 4, 8],
  [GREY_ALPHA]: [8, 16],
  [RGB_ALPHA]: [8, 16],
};

/** The fields of the IHDR chunk. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly colour: number;
  readonly interlaced: boolean;
}

/** The largest PNG accepted. */
export interface PngLimits {
  /** In pixels. */
  readonly maxWidth: number;
  /** In pixels. */
  readonly maxHeight: number;
  /** Of the file. */
  readonly maxBytes: number;
}

/** 4096 × 4096 pixels in 4 MiB. */
export const DEFAULT_PNG_LIMITS: PngLimits = {
  maxWidth: 4096,
  maxHeight: 4096,
  maxBytes: 4 * 2 ** 20,
};

/** Reads the 13 bytes of an IHDR chunk. @throws {PngError} If they are invalid or over the limits. */
export function readHeader(chunk: Uint8Array, limits: PngLimits): PngHeader {
  requirePng(chunk.length === 13, "its header to be 13 bytes", `${chunk.length} bytes`);
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.length);
  const width = view.getUint32(0), height = view.getUint32(4);
  const [depth, colour, compression, filter, interlace] = chunk.subarray(8);
  const size = `[${width}, ${height}]`;
  const inFormat = width > 0 && width < 2 ** 31 && height > 0 && height < 2 ** 31;
  requirePng(inFormat, "its sides to be in [1, 2^31)", size);
  if (width > limits.maxWidth || height > limits.maxHeight) {
    const rule = `at most ${limits.maxWidth} x ${limits.maxHeight} pixels`;
    throw new PngError("too_large", rule, size);
  }
  const known = DEPTHS[colour]?.includes(depth) ?? false;
  requirePng(known, "its colour type to allow its bit depth", `[${colour}, ${depth}]`);
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    const rule = "its compression, filter and interlace methods to be standard ones";
    throw new PngError("unsupported", rule, `[${compression}, ${filter}, ${interlace}]`);
  }
  return { width, height, depth, colour, interlaced: interlace === 1 };
}
