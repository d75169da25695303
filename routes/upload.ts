import { PngError, type PngHeader, pngHeaderOf } from "../core/image/mod.ts";
import { RefusedInputError } from "./inference.ts";
import { MAX_PNG_BYTES, MAX_PNG_SIDE } from "./limits.ts";

/** The largest PNG accepted. */
export const UPLOAD_LIMITS = {
  maxBytes: MAX_PNG_BYTES,
  maxWidth: MAX_PNG_SIDE,
  maxHeight: MAX_PNG_SIDE,
};

/**
 * Pixels to process for a PNG, from its header alone; an interlaced one counts twice, as it is inflated twice.
 *
 * @throws {RefusedInputError} If it exceeds the limits or does not start like a PNG.
 */
export function uploadPixels(png: Uint8Array): number {
  let header: PngHeader;
  try {
    header = pngHeaderOf(png, UPLOAD_LIMITS);
  } catch (error) {
    throw refusedUpload(error);
  }
  const { width, height, interlaced } = header;
  return width * height * (interlaced ? 2 : 1);
}

/** A PNG reader's error as the client's; any other error unchanged. */
export function refusedUpload(error: unknown): unknown {
  if (!(error instanceof PngError)) return error;
  const reason = error.code === "too_large" ? "too_large" : "malformed";
  return new RefusedInputError(error.message, reason);
}
