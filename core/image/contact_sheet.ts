import { luma } from "./channels.ts";
import { BLACK, type Colour, createImage, type Image } from "./image.ts";

/** The layout of a contact sheet. */
export interface ContactSheetOptions {
  /** Default: a roughly square sheet. */
  readonly columns?: number;
  /** Pixels between neighbours, not around the sheet. Default 0. */
  readonly gap?: number;
  /** Of gaps and empty cells. Default black. */
  readonly background?: Colour;
}

/**
 * Lays out pictures of one shape in rows, the first at the top left.
 *
 * @throws {RangeError} If there is no picture, shapes differ, or an option is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { contactSheet, createImage } from "@tessera/tessera";
 *
 * const pictures = Array.from({ length: 6 }, () => createImage(8, 8, 3));
 * const { height, width } = contactSheet(pictures, { columns: 3, gap: 2 });
 * assertEquals([height, width], [18, 28]);
 * ```
 */
export function contactSheet(
  images: readonly Image[],
  options: ContactSheetOptions = {},
): Image {
  const { columns = Math.ceil(Math.sqrt(images.length)), gap = 0, background = BLACK } = options;
  const [first] = images;
  const alike = images.length > 0 &&
    images.every((image) =>
      image.width === first.width && image.height === first.height &&
      image.channels === first.channels && image.pixels.length === first.pixels.length
    );
  if (!alike) {
    const shapes = images.map(({ height, width, channels }) =>
      `[${height}, ${width}, ${channels}]`
    );
    const state = [...new Set(shapes)].join(", ") || "no picture";
    throw new RangeError(`Cannot lay out pictures: expected one shape, got ${state}`);
  }
  if (!Number.isInteger(columns) || columns < 1 || !Number.isInteger(gap) || gap < 0) {
    throw new RangeError(
      `Cannot lay out pictures: expected columns and gap to be whole numbers, got [${columns}, ${gap}]`,
    );
  }
  const { height, width, channels } = first;
  const across = Math.min(columns, images.length), down = Math.ceil(images.length / columns);
  const sheet = createImage(
    down * (height + gap) - gap,
    across * (width + gap) - gap,
    channels,
  );
  fill(sheet, background);
  images.forEach(({ pixels }, i) => {
    const left = (i % columns) * (width + gap), top = Math.floor(i / columns) * (height + gap);
    for (let y = 0; y < height; y++) {
      const row = pixels.subarray(y * width * channels, (y + 1) * width * channels);
      sheet.pixels.set(row, ((top + y) * sheet.width + left) * channels);
    }
  });
  return sheet;
}

function fill({ channels, pixels }: Image, colour: Colour): void {
  const samples = channels === 1 ? [luma(colour)] : [...colour, 255];
  if (samples.every((sample) => sample === 0)) return;
  for (let i = 0; i < pixels.length; i++) pixels[i] = samples[i % channels];
}
