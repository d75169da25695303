/**
 * Why a PNG was refused:
 * - `not_png`: it does not start like a PNG;
 * - `too_large`: its bytes or sides exceed the limits, found before anything is inflated;
 * - `malformed`: it breaks the PNG, zlib or deflate format;
 * - `unsupported`: it uses a feature that is in no PNG specification up to the third edition.
 */
export type PngErrorCode = "not_png" | "too_large" | "malformed" | "unsupported";

/**
 * A PNG that cannot be read.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { decodePng, PngError } from "@tessera/tessera";
 *
 * await assertRejects(() => decodePng(Uint8Array.of(1, 2, 3)), PngError);
 * ```
 */
export class PngError extends SyntaxError {
  /** Names what is wrong. @param rule What the PNG breaks. @param state What it holds instead. */
  constructor(readonly code: PngErrorCode, readonly rule: string, readonly state: string) {
    super(`Cannot read PNG: expected ${rule}, got ${state}`);
    this.name = "PngError";
  }
}

/** @throws {PngError} With code `malformed`, unless `holds`. */
export function requirePng(holds: boolean, rule: string, state: string | number): asserts holds {
  if (!holds) throw new PngError("malformed", rule, String(state));
}
