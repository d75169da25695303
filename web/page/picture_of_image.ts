import { PageModelError, type Picture } from "../runtime/page_model.ts";
import { fitWithin } from "./fit_within.ts";

/** What a page may hold a picture in. */
export type ImageHolder =
  | Blob
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas;

/** What a model takes; the server takes no more either. */
const MAX_SIDE = 4096;

/**
 * The pixels of an image. One beyond 4096 pixels a side is drawn down to that, in its proportions.
 * @throws {PageModelError} `invalid` if it is no image, has no size, or may not be read as it comes from another origin.
 */
export async function pictureOfImage(image: ImageHolder): Promise<Picture> {
  // A copy: what goes to a worker may be taken from its owner.
  if (image instanceof ImageData && Math.max(image.width, image.height) <= MAX_SIDE) {
    return { width: image.width, height: image.height, rgba: image.data.slice() };
  }
  try {
    return await readPixels(image);
  } catch (error) {
    if (error instanceof PageModelError) throw error;
    throw refusal(reasonOf(error), error);
  }
}

async function readPixels(image: ImageHolder): Promise<Picture> {
  if (image instanceof HTMLImageElement) await image.decode();
  const bitmap = image instanceof Blob || image instanceof ImageData
    // Numbers as they stand in the file, as the server reads them.
    ? await createImageBitmap(image, { colorSpaceConversion: "none" })
    : undefined;
  try {
    return draw(bitmap ?? image as CanvasImageSource);
  } finally {
    bitmap?.close();
  }
}

function draw(source: CanvasImageSource): Picture {
  const { width, height } = fitWithin(sizeOf(source), MAX_SIDE);
  if (width === 0 || height === 0) throw refusal(`a size, got ${width}×${height}`);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

function sizeOf(source: CanvasImageSource) {
  if (source instanceof HTMLImageElement) {
    return { width: source.naturalWidth, height: source.naturalHeight };
  }
  const { width, height } = source as ImageBitmap | HTMLCanvasElement;
  return { width, height };
}

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  return name === "SecurityError"
    ? `its server to let this page read it (CORS), got ${message}`
    : `the browser to be able to read it, got ${message}`;
}

function refusal(reason: string, cause?: unknown): PageModelError {
  return new PageModelError("invalid", `Cannot encode the image: expected ${reason}`, { cause });
}
