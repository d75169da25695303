import { outOfRange } from "./http/problem.ts";
import { MAX_PICTURE_PIXELS } from "./limits.ts";
import type { ServedModel } from "./served_model.ts";

/** @throws {Problem} 422 if the picture of this many images at this scale is too large. */
export function requirePictureSize(model: ServedModel, images: number, scale: number): void {
  const { height, width } = model.manifest.image;
  const columns = Math.ceil(Math.sqrt(images));
  const rows = Math.ceil(images / columns);
  if (columns * rows * height * width * scale ** 2 <= MAX_PICTURE_PIXELS) return;
  throw outOfRange("scale", `the picture must have at most ${MAX_PICTURE_PIXELS} pixels`);
}
