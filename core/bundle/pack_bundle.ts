import { type BundleGraphs, graphsText } from "./bundle_graphs.ts";
import { codebookJson } from "./codebook_json.ts";
import {
  type BundleDescription,
  CODEBOOK_FILE,
  CODEBOOK_JSON_FILE,
  GRAPHS_FILE,
  type Manifest,
  MANIFEST_FILE,
  WEIGHTS_FILE,
} from "./manifest.ts";
import { ManifestSchema } from "./manifest_schema.ts";
import { manifestText } from "./manifest_text.ts";
import { sha256Hex } from "./sha256.ts";
import { packCodebook, packWeights, type Weight } from "./weights.ts";

/** All that a bundle is made of. */
export interface BundleParts {
  /** The manifest but for its files. */
  readonly description: BundleDescription;
  /** What runs the model. */
  readonly graphs: BundleGraphs;
  /** By the names of the graphs' parameters. */
  readonly weights: ReadonlyMap<string, Weight>;
  /** Default F16. */
  readonly weightType?: "F32" | "F16";
  /** `[K, D]`, where the description has one. */
  readonly codebook?: Float32Array;
  /** Further files by name: pictures, card, report. */
  readonly files?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/**
 * Makes the files of a bundle, `manifest.json` among them: the same bytes for the same parts.
 *
 * @returns Bytes by file name.
 * @throws {TypeError} If the description is not that of a manifest.
 * @throws {RangeError} If a weight is not finite in its type.
 */
export async function packBundle(
  { description, graphs, weights, weightType = "F16", codebook, files }: BundleParts,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const encoder = new TextEncoder();
  const packed = new Map([
    [GRAPHS_FILE, encoder.encode(graphsText(graphs))],
    [WEIGHTS_FILE, packWeights(weights, weightType)],
  ]);
  if (description.codebook && codebook) {
    const shape = { model: description.id, ...description.codebook };
    packed.set(CODEBOOK_FILE, packCodebook(codebook, description.codebook));
    packed.set(CODEBOOK_JSON_FILE, encoder.encode(codebookJson(codebook, shape)));
  }
  for (const [name, bytes] of files ?? []) packed.set(name, bytes);
  const manifest = await makeManifest(description, packed);
  return packed.set(MANIFEST_FILE, encoder.encode(await manifestText(manifest)));
}

/** The manifest of these files. @throws {TypeError} If the description is not that of a manifest. */
export async function makeManifest(
  description: BundleDescription,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<Manifest> {
  const entries: Manifest["files"] = {};
  for (const [name, bytes] of files) {
    entries[name] = { bytes: bytes.length, sha256: await sha256Hex(bytes) };
  }
  const manifest = { ...description, formatVersion: 2, files: entries };
  const { data, error } = ManifestSchema.safeParse(manifest);
  if (data) return data;
  const [{ path, message }] = error.issues;
  throw new TypeError(
    `Cannot pack bundle ${description.id}: expected its manifest to be valid, got [${
      path.join(".")
    }] ${message}`,
  );
}
