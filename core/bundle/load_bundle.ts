import { BundleError } from "./bundle_error.ts";
import { bundleVersion } from "./bundle_version.ts";
import { duplicateKey } from "./duplicate_key.ts";
import { CODEBOOK_FILE, Manifest, MANIFEST_FILE, WEIGHTS_FILE } from "./manifest.ts";
import { readManifestText } from "./manifest_text.ts";
import { readSafetensors } from "./safetensors_read.ts";
import { sha256Hex } from "./sha256.ts";
import { CODEBOOK_TENSOR, requireFinite, type Weight, weightOf } from "./weights.ts";

const MAX_MANIFEST_BYTES = 256 * 2 ** 10;

/** A trained model, checked. */
export interface Bundle {
  readonly manifest: Manifest;
  /** Hash of the bundle, 64 hexadecimal digits. */
  readonly version: string;
  readonly weights: ReadonlyMap<string, Weight>;
  /** `[K, D]` */
  readonly codebook: Float32Array;
}

/** Gives the bytes of a file of the bundle; rejects where there is none. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

/** What a bundle must be. */
export interface LoadOptions {
  /** The id that the manifest must tell, such as the folder's name. */
  readonly id?: string;
  /** Which files are read and checked: every one, unless only the models' own. */
  readonly files?: "of the models";
  /** Of all files together. Default 64 MiB. */
  readonly maxBytes?: number;
}

/**
 * Loads a bundle and checks it: the manifest against its schema, every listed file (unless told otherwise) against its size
 * and SHA-256, weights and codebook against their formats. The models check their settings and the
 * weights' shapes when they are built.
 *
 * @throws {BundleError} If anything is missing or wrong.
 */
export async function loadBundle(read: ReadFile, options: LoadOptions = {}): Promise<Bundle> {
  const { id, maxBytes = 64 * 2 ** 20 } = options;
  const manifest = await parseManifest(id ?? "", await readFile(read, id ?? "", MANIFEST_FILE));
  const refuse = (file: string, rule: string, state: string) => {
    throw new BundleError(manifest.id, file, { rule, state });
  };
  if (id !== undefined && id !== manifest.id) {
    refuse(MANIFEST_FILE, `must have the id "${id}"`, `it is "${manifest.id}"`);
  }
  const entries = Object.entries(manifest.files);
  const total = entries.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  if (total > maxBytes) {
    refuse(MANIFEST_FILE, `must list at most ${maxBytes} bytes`, `${total} bytes`);
  }
  const kept = new Map<string, Uint8Array>();
  for (const [name, { bytes, sha256 }] of entries) {
    const isOfModels = name === WEIGHTS_FILE || name === CODEBOOK_FILE;
    if (!isOfModels && options.files === "of the models") continue;
    const content = await readFile(read, manifest.id, name);
    if (content.length !== bytes) {
      refuse(name, `must have ${bytes} bytes`, `it has ${content.length}`);
    }
    const actual = await sha256Hex(content as Uint8Array<ArrayBuffer>);
    if (actual !== sha256) refuse(name, `must have sha256 ${sha256}`, `it is ${actual}`);
    if (isOfModels) kept.set(name, content);
  }
  const weights = await parse(
    manifest.id,
    WEIGHTS_FILE,
    () => parseWeights(kept.get(WEIGHTS_FILE)!),
  );
  const codebook = await parse(
    manifest.id,
    CODEBOOK_FILE,
    () => parseCodebook(kept.get(CODEBOOK_FILE)!, manifest),
  );
  return { manifest, version: await bundleVersion(manifest), weights, codebook };
}

async function readFile(read: ReadFile, id: string, name: string): Promise<Uint8Array> {
  try {
    return await read(name);
  } catch (cause) {
    const state = cause instanceof Error ? cause.message : String(cause);
    throw new BundleError(id, name, { rule: "must be readable", state, cause });
  }
}

async function parseManifest(id: string, bytes: Uint8Array): Promise<Manifest> {
  return await parse(id, MANIFEST_FILE, async () => {
    if (bytes.length > MAX_MANIFEST_BYTES) {
      throw new RangeError(`${bytes.length} bytes are more than ${MAX_MANIFEST_BYTES}`);
    }
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const json = await readManifestText(text);
    const twice = duplicateKey(text);
    if (twice !== null) throw new SyntaxError(`"${twice}" is there twice`);
    const { data, error } = Manifest.safeParse(json);
    if (data) return data;
    const [{ path, message }] = error.issues;
    throw new SyntaxError(`[${path.join(".")}] ${message}`);
  });
}

function parseWeights(bytes: Uint8Array): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const [name, tensor] of readSafetensors(bytes)) {
    const weight = weightOf(tensor);
    requireFinite(name, weight.values);
    weights.set(name, weight);
  }
  return weights;
}

function parseCodebook(bytes: Uint8Array, { codebook: { size, dim } }: Manifest): Float32Array {
  const tensors = readSafetensors(bytes);
  const tensor = tensors.get(CODEBOOK_TENSOR);
  if (tensors.size !== 1 || tensor?.dtype !== "F32" || `${tensor.shape}` !== `${[size, dim]}`) {
    const found = [...tensors].map(([name, { dtype, shape }]) => `"${name}" ${dtype} [${shape}]`);
    throw new RangeError(`"${CODEBOOK_TENSOR}" F32 [${size},${dim}] is not ${found.join(", ")}`);
  }
  requireFinite(CODEBOOK_TENSOR, tensor.data);
  return tensor.data;
}

async function parse<T>(id: string, file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const state = (cause as Error).message;
    throw new BundleError(id, file, { rule: "must be valid", state, cause });
  }
}
