import type { DrawnBatch, Encoded, Picture } from "../runtime/page_model.ts";
import { codeRows } from "./code_grid.ts";
import type { ImageDetail } from "./events.ts";

/** What `encode()` gives. */
export interface EncodedImage {
  /** `[gh][gw]`, as over HTTP. */
  readonly codes: number[][];
  /** What the model saw: the image in its size. */
  readonly seen: ImageData;
  /** What the codes keep of it. */
  readonly reconstruction: ImageData;
}

/** A picture as pages know it. */
export function imageData({ rgba, width, height }: Picture): ImageData {
  return new ImageData(rgba, width, height);
}

/** @param width Columns of codes. */
export function encodedImage(encoded: Encoded, width: number): EncodedImage {
  const { codes, seen, reconstruction } = encoded;
  return {
    codes: codeRows(codes, width),
    seen: imageData(seen),
    reconstruction: imageData(reconstruction),
  };
}

/** The public result of a batch of one image. @param width Columns of codes. */
export function imageDetail(batch: DrawnBatch, width: number): ImageDetail {
  const { images: [{ seed, class: label, codes, logLikelihood }], ...how } = batch;
  const { backend, milliseconds, passes } = how;
  const rows = codeRows(codes, width);
  return { codes: rows, seed, class: label, backend, milliseconds, logLikelihood, passes };
}
