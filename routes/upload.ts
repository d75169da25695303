import { PngError, type PngHeader, pngHeaderOf } from "../core/image/mod.ts";
import { RefusedInputError } from "./inference.ts";
import { MAX_PNG_BYTES, MAX_PNG_SIDE } from "./limits.ts";

/** The largest PNG that is read. */
export const UPLOAD_LIMITS = {
  maxBytes: MAX_PNG_BYTES,
  maxWidth: MAX_PNG_SIDE,
  maxHeight: MAX_PNG_SIDE,
};

/**
 * Pixels that reading a PNG goes through, from its header alone: those of an interlaced one twice, as it
 * is inflated twice.
 *
 * @throws {RefusedInputError} If it is over the limits or does not begin as a PNG does.
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

/** What a PNG reader's error is to a client; any other error as it is. */
export function refusedUpload(error: unknown): unknown {
  if (!(error instanceof PngError)) return error;
  const reason = error.code === "too_large" ? "too_large" : "malformed";
  return new RefusedInputError(error.message, reason);
}
