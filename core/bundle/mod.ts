/**
 * Bundles: what a trained model is on disk, and how it is checked before it is served.
 *
 * @module
 */
export { BundleError } from "./bundle_error.ts";
export {
  loadFile,
  loadManifest,
  type ManifestRules,
  MAX_MANIFEST_BYTES,
  OversizeError,
  parseFile,
  type ReadFile,
} from "./bundle_files.ts";
export { bundleVersion } from "./bundle_version.ts";
export {
  type BundleGraphs,
  GRAPH_NAMES,
  type GraphName,
  graphsText,
  loadGraphs,
  readGraphs,
} from "./bundle_graphs.ts";
export { codebookJson } from "./codebook_json.ts";
export { floatFromHalf, halfFromFloat } from "./half.ts";
export { type Bundle, codebookOf, loadBundle, type LoadOptions } from "./load_bundle.ts";
export {
  type BundleDescription,
  CODEBOOK_FILE,
  CODEBOOK_JSON_FILE,
  GRAPHS_FILE,
  type JsonValue,
  type Manifest,
  MANIFEST_FILE,
  type ManifestSpace,
  type Metric,
  type ModelWords,
  PACKED_WEIGHTS_FILE,
  WEIGHTS_FILE,
} from "./manifest.ts";
export { ManifestSchema } from "./manifest_schema.ts";
export { manifestText, readManifestText } from "./manifest_text.ts";
export { type BundleParts, makeManifest, packBundle } from "./pack_bundle.ts";
export { readSafetensors } from "./safetensors_read.ts";
export { writeSafetensors } from "./safetensors_write.ts";
export { sha256Hex } from "./sha256.ts";
export { SafetensorsError, type StoredTensor, type StoredType } from "./stored_tensor.ts";
export {
  CODEBOOK_TENSOR,
  CODEBOOK_WEIGHT,
  packCodebook,
  packWeights,
  type Weight,
} from "./weights.ts";
