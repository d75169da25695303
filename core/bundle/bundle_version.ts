import type { Manifest } from "./manifest.ts";
import { sha256Hex } from "./sha256.ts";

/**
 * The hash of all that decides what a bundle draws: the files' hashes, shapes and classes.
 *
 * @returns 64 hexadecimal digits.
 */
export function bundleVersion(manifest: Manifest): Promise<string> {
  const { files, image, space, draws, codebook, classes } = manifest;
  const canonical = canonicalJson({ files, image, space, draws, codebook, classes });
  return sha256Hex(new TextEncoder().encode(canonical));
}

/** JSON without spaces, keys in order: one text for one value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1));
  });
}
