import type { Picture } from "../runtime/page_model.ts";
import { paint } from "./paint.ts";

/** A small picture is saved larger, as it is looked at: by the largest whole factor that stays within this. */
const SAVED_SIDE = 512;

/**
 * Saves a picture as a PNG file, each pixel as a square of whole pixels.
 * @param name Of the file, without its ending.
 */
export async function downloadPicture(picture: Picture, name: string): Promise<void> {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await pngOf(picture, pixelScale(picture)));
  link.download = `${name}.png`;
  link.click();
  // The download has begun by the next task, and holds the bytes itself.
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * A picture as PNG.
 * @param scale Pixels a side that each pixel becomes; whole.
 * @throws {Error} If the browser gives no bytes, as for a picture beyond its limits.
 */
export async function pngOf(picture: Picture, scale = 1): Promise<Blob> {
  const canvas = document.createElement("canvas");
  paint(canvas, picture);
  const scaled = scale === 1 ? canvas : enlarge(canvas, scale);
  const png = await new Promise<Blob | null>((resolve) => scaled.toBlob(resolve, "image/png"));
  if (png === null) {
    const size = `${scaled.width}×${scaled.height}`;
    throw new Error(
      `Cannot write a PNG: expected the browser to encode a picture of ${size}, got nothing`,
    );
  }
  return png;
}

/** The largest whole factor at which a picture's longer side stays within 512 pixels; at least 1. */
export function pixelScale({ width, height }: Pick<Picture, "width" | "height">): number {
  return Math.max(1, Math.floor(SAVED_SIDE / Math.max(width, height)));
}

function enlarge(canvas: HTMLCanvasElement, scale: number): HTMLCanvasElement {
  const large = document.createElement("canvas");
  large.width = canvas.width * scale;
  large.height = canvas.height * scale;
  const context = large.getContext("2d")!;
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, large.width, large.height);
  return large;
}
