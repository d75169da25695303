import type { Task, Work } from "./inference.ts";
import type { CodebookModel, ServedModel } from "./served_model.ts";

/** Pixels read or written in the time that one code takes to draw. */
const PIXELS_A_CODE = 2000;
/** Multiply-adds of a nearest-entry search in that time. */
const NEAREST_A_CODE = 100_000;
/** Codebook numbers written as text in that time. */
const NUMBERS_A_CODE = 4000;
/** Decoding a code costs about a fifth of drawing it. */
const DECODED_A_CODE = 5;

/** A job without its client. */
export type Cost = Omit<Work, "client">;

/** Codes of one image. */
export function codesOf({ manifest: { grid } }: Pick<ServedModel, "manifest">): number {
  return grid.height * grid.width;
}

/** The cost of drawing images; guidance evaluates the prior twice per code. */
export function drawCost(
  model: ServedModel,
  { images, guidance, scale }: { images: number; guidance: number; scale: number },
): Cost {
  const passes = guidance === 1 ? 1 : 2;
  const pixels = picturePixels(model, images, scale);
  return { images, codes: images * passes * codesOf(model), pixels };
}

/** The cost of decoding grids of codes. */
export function decodeCost(model: ServedModel, images: number, scale: number): Cost {
  const codes = Math.ceil(images * codesOf(model) / DECODED_A_CODE);
  return { images, codes, pixels: picturePixels(model, images, scale) };
}

/** The cost of encoding an upload of this many pixels. */
export function encodeCost(model: ServedModel, pixels: number): Cost {
  return { images: 1, codes: codesOf(model), pixels };
}

/** The cost of finding the entries nearest to vectors. */
export function nearestCost({ manifest: { codebook } }: CodebookModel, vectors: number): Cost {
  const codes = Math.ceil(vectors * codebook.size * codebook.dim / NEAREST_A_CODE);
  return { images: 1, codes, pixels: 0 };
}

/** The cost of writing this many numbers as text. */
export function textCost(numbers: number): Cost {
  return { images: 1, codes: Math.ceil(numbers / NUMBERS_A_CODE), pixels: 0 };
}

/** Codes and pixels in one unit, the time of one code. */
export function totalCost({ codes, pixels }: Pick<Cost, "codes" | "pixels">): number {
  return codes + pixels / PIXELS_A_CODE;
}

/** Pixels that a task reads or writes as a PNG. */
export function pixelsOf(task: Task): number {
  if (task.kind === "encode") return task.pixels;
  if (task.kind !== "sheet") return 0;
  return task.images.length * (task.images[0]?.length ?? 0) * task.scale ** 2;
}

function picturePixels({ manifest: { image } }: ServedModel, images: number, scale: number) {
  return images * image.height * image.width * scale ** 2;
}
