import type { Bundle, GraphName } from "../../core/bundle/mod.ts";
import { modelValues } from "../../generation/model_values.ts";
import { writeOnnx } from "../../executors/onnx/write_onnx.ts";

/** Names of the ONNX files, without ending, by the graphs that they are written from. */
const FILES: readonly (readonly [GraphName, string])[] = [
  ["encode", "encoder"],
  ["decode", "decoder"],
  ["logits", "prior"],
];

/**
 * The graphs of a bundle as ONNX files by name; their initializers have the names of `weights.safetensors`.
 *
 * - `encoder.onnx`: `pixels` f32 `[n, c, h, w]` in [0, 1] to `codes` i32 `[n, gh, gw]`;
 * - `decoder.onnx`: `codes` i32 `[n, gh, gw]` to `pixels` f32 `[n, c, h, w]` in [0, 1];
 * - `prior.onnx`: `codes` and, with classes, `class` i32 `[n]` (the number of classes is
 *   unconditional) to `logits` f32 `[n, k, gh, gw]`, which depend only on the codes before.
 *
 * A model of latents has `latents` f32 `[n, c, gh, gw]` where codes stand. What a bundle has no graph of has no file.
 *
 * @throws {TypeError} If an op has no form in ONNX, or a weight is missing.
 */
export function bundleOnnx(bundle: Bundle): Map<string, Uint8Array<ArrayBuffer>> {
  const values = modelValues(bundle);
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [graph, name] of FILES) {
    const file = bundle.graphs[graph];
    if (file) files.set(`${name}.onnx`, writeOnnx(name, file, values));
  }
  return files;
}
