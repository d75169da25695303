import { type Bundle, loadBundle, makeManifest, manifestText } from "../../../core/bundle/mod.ts";
import { bundleOnnx } from "../../../offline/export/bundle_onnx.ts";
import { tinyBundle } from "../../support/tiny_bundle.ts";

/** The address of the kernels' folder: what a worker finds beside itself. */
export const ASSETS = new URL("../../../executors/wasm/kernels/", import.meta.url).href;

/** A tiny bundle with its ONNX files and packed weights, as exported ones have them. */
export async function fullBundle(): Promise<{
  readonly bundle: Bundle;
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
}> {
  const files = await tinyBundle();
  const bundle = await loadBundle((name) => Promise.resolve(files.get(name)!));
  const packed = new Blob([files.get("weights.safetensors")!]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  files.set("weights.safetensors.gz", await new Response(packed).bytes());
  for (const [name, content] of bundleOnnx(bundle)) files.set(name, content);
  const { formatVersion: _, files: _files, ...description } = bundle.manifest;
  files.delete("manifest.json");
  const manifest = await makeManifest(description, files);
  files.set("manifest.json", new TextEncoder().encode(await manifestText(manifest)));
  return { bundle: { ...bundle, manifest }, files };
}
