import {
  BundleError,
  bundleVersion,
  loadManifest,
  type Manifest,
  MANIFEST_FILE,
  MAX_MANIFEST_BYTES,
  PACKED_WEIGHTS_FILE,
  type ReadFile,
  WEIGHTS_FILE,
} from "../../core/bundle/mod.ts";
import { requireServable } from "../../generation/model_budget.ts";
import { fetchBytes, unpacked } from "./fetch_bytes.ts";
import { PageModelError } from "./page_model.ts";

/** The files of a bundle on some server. */
export interface BundleSource {
  readonly manifest: Manifest;
  /** Hash of the bundle. */
  readonly version: string;
  /** Fetches a file, packed where the bundle has it so; nothing is checked yet. */
  readonly read: ReadFile;
}

/**
 * Fetches the manifest of a bundle.
 * @param src Absolute address of the bundle's folder, with a slash at the end.
 * @throws {PageModelError} If it cannot be fetched or is no manifest.
 */
export async function openBundleSource(src: string): Promise<BundleSource> {
  requireSubtle();
  const content = await fetchBytes(src + MANIFEST_FILE, MAX_MANIFEST_BYTES);
  const manifest = await loadManifest(() => Promise.resolve(content), { accept: requireServable });
  const version = await bundleVersion(manifest);
  // A host that knows versions lets such an address be kept for ever; others ignore it.
  const fetchFile = (name: string, maxBytes: number) => {
    return fetchBytes(`${src}${name}?version=${version}`, maxBytes);
  };
  const read: ReadFile = async (name, maxBytes) => {
    if (name === MANIFEST_FILE) return content;
    if (name !== WEIGHTS_FILE || !Object.hasOwn(manifest.files, PACKED_WEIGHTS_FILE)) {
      return await fetchFile(name, maxBytes);
    }
    const packed = manifest.files[PACKED_WEIGHTS_FILE].bytes;
    return await unpacked(await fetchFile(PACKED_WEIGHTS_FILE, packed), maxBytes);
  };
  return { manifest, version, read };
}

/** What a failure to load a bundle is to a page. */
export function asPageModelError(error: unknown): PageModelError {
  if (error instanceof PageModelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BundleError) {
    if (error.cause instanceof PageModelError) return error.cause;
    return new PageModelError("corrupted", message, { cause: error });
  }
  const code = error instanceof RangeError ? "invalid" : "failed";
  return new PageModelError(code, message, { cause: error });
}

function requireSubtle(): void {
  if (globalThis.crypto?.subtle) return;
  throw new PageModelError(
    "failed",
    "Cannot check a model's files as the page must be secure: it is neither https nor localhost",
  );
}
