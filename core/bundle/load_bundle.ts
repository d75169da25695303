import {
  loadFile,
  loadManifest,
  type ManifestRules,
  parseFile,
  type ReadFile,
} from "./bundle_files.ts";
import { bundleVersion } from "./bundle_version.ts";
import { type BundleGraphs, loadGraphs } from "./bundle_graphs.ts";
import { CODEBOOK_FILE, GRAPHS_FILE, type Manifest, WEIGHTS_FILE } from "./manifest.ts";
import { readSafetensors } from "./safetensors_read.ts";
import { CODEBOOK_TENSOR, requireFinite, type Weight, weightOf } from "./weights.ts";

/** A trained model, checked. */
export interface Bundle {
  /** What the bundle is. */
  readonly manifest: Manifest;
  /** Hash of the bundle, 64 hexadecimal digits. */
  readonly version: string;
  /** What runs the model. */
  readonly graphs: BundleGraphs;
  /** By the names of the graphs' parameters. */
  readonly weights: ReadonlyMap<string, Weight>;
  /** `[K, D]`, where there is one. */
  readonly codebook?: Float32Array;
}

/** What a bundle must be, and which of its files are looked at. */
export interface LoadOptions extends ManifestRules {
  /** Which files are read and checked: every one, unless only the models' own. */
  readonly files?: "of the models";
  /** Checks more of what it runs, before any weight is read. @throws {BundleError} If it is refused. */
  readonly accept?: (manifest: Manifest, graphs: BundleGraphs) => void;
}

/**
 * Loads a bundle and checks it: the manifest against its schema, the graphs as a hostile input is, every listed file
 * (or only the models' own) against its size and SHA-256, weights and codebook against their formats. Whether the
 * weights are those of the graphs is checked when the model is opened.
 *
 * @throws {BundleError} If anything is missing or wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadBundle } from "@tessera/tessera";
 *
 * const bundle = await loadBundle((name) => Deno.readFile(`static/models/mnist/${name}`));
 * assertEquals([bundle.manifest.id, bundle.manifest.draws], ["mnist", "in order"]);
 * ```
 */
export async function loadBundle(read: ReadFile, options: LoadOptions = {}): Promise<Bundle> {
  const manifest = await loadManifest(read, options);
  const graphs = await loadGraphs(read, manifest);
  options.accept?.(manifest, graphs);
  const kept = new Map<string, Uint8Array>();
  for (const name of Object.keys(manifest.files)) {
    if (name === GRAPHS_FILE) continue;
    const isOfModels = name === WEIGHTS_FILE || name === CODEBOOK_FILE;
    if (!isOfModels && options.files === "of the models") continue;
    const content = await loadFile(read, manifest, name);
    if (isOfModels) kept.set(name, content);
  }
  const weights = await parseFile(
    manifest.id,
    WEIGHTS_FILE,
    () => parseWeights(kept.get(WEIGHTS_FILE)!),
  );
  const entries = kept.get(CODEBOOK_FILE);
  const codebook = entries && await codebookOf(manifest, entries);
  return { manifest, version: await bundleVersion(manifest), graphs, weights, codebook };
}

/** Reads the content of `codebook.safetensors`. @returns `[K, D]`. @throws {BundleError} */
export function codebookOf(manifest: Manifest, content: Uint8Array): Promise<Float32Array> {
  return parseFile(manifest.id, CODEBOOK_FILE, () => parseCodebook(content, manifest));
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

function parseCodebook(bytes: Uint8Array, { codebook }: Manifest): Float32Array {
  const { size, dim } = codebook!; // Its file is listed only where there is one.
  const tensors = readSafetensors(bytes);
  const tensor = tensors.get(CODEBOOK_TENSOR);
  if (tensors.size !== 1 || tensor?.dtype !== "F32" || `${tensor.shape}` !== `${[size, dim]}`) {
    const found = [...tensors].map(([name, { dtype, shape }]) => `"${name}" ${dtype} [${shape}]`);
    throw new RangeError(`"${CODEBOOK_TENSOR}" F32 [${size},${dim}] is not ${found.join(", ")}`);
  }
  requireFinite(CODEBOOK_TENSOR, tensor.data);
  return tensor.data;
}
