/**
 * Pictures: PNG with hard limits, resizing, layout, and the way to and from a model's pixels.
 *
 * @module
 */
export { convertChannels } from "./channels.ts";
export { contactSheet, type ContactSheetOptions } from "./contact_sheet.ts";
export {
  BLACK,
  type ChannelCount,
  type Colour,
  createImage,
  type Image,
  requireImage,
  WHITE,
} from "./image.ts";
export { imageFromPixels, pixelsFromImage } from "./pixels.ts";
export { decodePng } from "./png_decode.ts";
export type { Turn } from "./png_rows.ts";
export { decodePngResized } from "./png_decode_resized.ts";
export { encodePng } from "./png_encode.ts";
export { PngError, type PngErrorCode } from "./png_error.ts";
export { pngHeaderOf } from "./png_chunks.ts";
export { DEFAULT_PNG_LIMITS, type PngHeader, type PngLimits } from "./png_header.ts";
export { resize } from "./resize.ts";
export { upscale } from "./upscale.ts";
