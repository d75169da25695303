import type { Picture } from "../runtime/page_model.ts";

/**
 * Paints a picture on a canvas, which takes its size.
 * @param share In [0, 1]: how much of the picture to paint, from the top, over the existing one; default all.
 */
export function paint(canvas: HTMLCanvasElement, picture: Picture, share = 1): void {
  const { width, height, rgba } = picture;
  // Setting a size clears the canvas, also if it is the old one.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const rows = Math.floor(height * share);
  const context = canvas.getContext("2d");
  if (rows > 0) context?.putImageData(new ImageData(rgba, width, height), 0, 0, 0, 0, width, rows);
}
