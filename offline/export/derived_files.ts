import { type Bundle, PACKED_WEIGHTS_FILE } from "../../core/bundle/mod.ts";
import { bundleOnnx } from "./bundle_onnx.ts";
import { gzip } from "./gzip.ts";

/**
 * What a bundle's weights are made into for other programs: its ONNX files, and the weights packed for pages, as
 * hosts do not compress them.
 * @param weights `weights.safetensors`.
 * @returns Bytes by name.
 */
export function derivedFiles(
  bundle: Bundle,
  weights: Uint8Array,
): Map<string, Uint8Array<ArrayBuffer>> {
  return bundleOnnx(bundle).set(PACKED_WEIGHTS_FILE, gzip(weights));
}
