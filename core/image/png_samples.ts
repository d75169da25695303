import type { ChannelCount } from "./image.ts";
import type { PngParts } from "./png_chunks.ts";
import { requirePng } from "./png_error.ts";
import { GREY, GREY_ALPHA, PALETTE, type PngHeader, RGB_ALPHA, SAMPLES } from "./png_header.ts";

/** Channels of the decoded picture: grey with alpha becomes RGB with alpha. */
export function channelsOf({ header: { colour }, transparency }: PngParts): ChannelCount {
  if (transparency || colour === GREY_ALPHA || colour === RGB_ALPHA) return 4;
  return colour === GREY ? 1 : 3;
}

/** Writes a row's pixels, `stride` bytes apart. */
export type RowWriter = (row: Uint8Array, pixels: Uint8Array, place: Place) => void;

/** The destination of a row's pixels. */
export interface Place {
  readonly width: number;
  /** Index of the first byte, and bytes between pixels. */
  readonly first: number;
  readonly stride: number;
}

/** Returns a function that converts unfiltered rows to 8-bit pixels of {@link channelsOf}. */
export function rowWriter(parts: PngParts): RowWriter {
  const { header, palette, transparency } = parts;
  const { colour, depth } = header;
  const channels = channelsOf(parts), count = SAMPLES[colour];
  if (colour === PALETTE) return paletteWriter(header, palette!, transparency);
  const key = transparency && Array.from(
    { length: count },
    (_, i) => (transparency[2 * i] << 8 | transparency[2 * i + 1]) & (2 ** depth - 1),
  );
  const grey = colour === GREY || colour === GREY_ALPHA;
  return (row, pixels, { width, first, stride }) => {
    if (depth === 8 && !key && count === channels && stride === channels) {
      pixels.set(row, first);
      return;
    }
    for (let x = 0, at = first; x < width; x++, at += stride) {
      const start = x * count;
      let opaque = key === null;
      for (let i = 0; i < count; i++) {
        const value = sampleAt(row, depth, start + i);
        if (key && value !== key[i]) opaque = true;
        pixels[at + i] = toByte(value, depth);
      }
      if (channels !== 4) continue;
      if (grey) {
        pixels[at + 3] = pixels[at + 1]; // of grey with alpha
        pixels[at + 1] = pixels[at + 2] = pixels[at];
      }
      if (count === 1 || count === 3) pixels[at + 3] = opaque ? 255 : 0;
    }
  };
}

function paletteWriter(
  { depth }: PngHeader,
  palette: Uint8Array,
  alpha: Uint8Array | null,
): RowWriter {
  const entries = palette.length / 3;
  return (row, pixels, { width, first, stride }) => {
    for (let x = 0, at = first; x < width; x++, at += stride) {
      const entry = sampleAt(row, depth, x);
      requirePng(entry < entries, `its pixels to be in [0, ${entries})`, `[${entry}]`);
      for (let i = 0; i < 3; i++) pixels[at + i] = palette[3 * entry + i];
      if (alpha) pixels[at + 3] = alpha[entry] ?? 255;
    }
  };
}

function sampleAt(row: Uint8Array, depth: number, index: number): number {
  if (depth === 8) return row[index];
  if (depth === 16) return row[2 * index] << 8 | row[2 * index + 1];
  const bit = index * depth;
  return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** The nearest 8-bit value. */
function toByte(value: number, depth: number): number {
  if (depth === 8) return value;
  if (depth === 16) return (value * 255 + 32895) >>> 16;
  return value * 255 / ((1 << depth) - 1);
}
