import type { Picture } from "../runtime/page_model.ts";

/** A picture as pages know it. */
export function imageData({ rgba, width, height }: Picture): ImageData {
  return new ImageData(rgba, width, height);
}
