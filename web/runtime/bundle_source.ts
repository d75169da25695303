import {
  BundleError,
  bundleVersion,
  GRAPHS_FILE,
  loadGraphs,
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
import { type CodeManifest, PageModelError } from "./page_model.ts";

/** The files of a bundle on some server. */
export interface BundleSource {
  readonly manifest: CodeManifest;
  /** Hash of the bundle. */
  readonly version: string;
  /** Fetches a file, packed where the bundle has it so; nothing is checked yet. */
  readonly read: ReadFile;
}

/**
 * Fetches the manifest and the graphs of a bundle.
 * @param src Absolute address of the bundle's folder, with a slash at the end.
 * @throws {PageModelError} If one cannot be fetched.
 * @throws {BundleError} If it is refused.
 */
export async function openBundleSource(src: string): Promise<BundleSource> {
  requireSubtle();
  const content = await fetchBytes(src + MANIFEST_FILE, MAX_MANIFEST_BYTES);
  const manifest = await loadManifest(() => Promise.resolve(content));
  const version = await bundleVersion(manifest);
  // A host that knows versions lets such an address be kept for ever; others ignore it.
  const fetchFile = (name: string, maxBytes: number) => {
    return fetchBytes(`${src}${name}?version=${version}`, maxBytes);
  };
  let graphs: Promise<Uint8Array> | undefined;
  const read: ReadFile = async (name, maxBytes) => {
    if (name === MANIFEST_FILE) return content;
    if (name === GRAPHS_FILE) return await (graphs ??= fetchFile(name, maxBytes));
    if (name !== WEIGHTS_FILE || !Object.hasOwn(manifest.files, PACKED_WEIGHTS_FILE)) {
      return await fetchFile(name, maxBytes);
    }
    const packed = manifest.files[PACKED_WEIGHTS_FILE].bytes;
    return await unpacked(await fetchFile(PACKED_WEIGHTS_FILE, packed), maxBytes);
  };
  requireServable(manifest, await loadGraphs(read, manifest));
  requireDrawable(manifest);
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

/** @throws {PageModelError} If the model is of a kind that pages cannot run. */
function requireDrawable(manifest: Manifest): asserts manifest is CodeManifest {
  if (manifest.draws === "in order" && manifest.codebook) return;
  throw new PageModelError(
    "invalid",
    `Cannot open model "${manifest.id}" in a page: expected codes with a codebook, drawn in order, ` +
      `got ${manifest.space.kind}, drawn ${manifest.draws ?? "never"}`,
  );
}

function requireSubtle(): void {
  if (globalThis.crypto?.subtle) return;
  throw new PageModelError(
    "failed",
    "Cannot check a model's files: expected a secure page, got neither https nor localhost",
  );
}
