import {
  loadBundle,
  makeManifest,
  MANIFEST_FILE,
  manifestText,
  WEIGHTS_FILE,
} from "../../core/bundle/mod.ts";
import { derivedFiles } from "./derived_files.ts";
import { writeBundle } from "./write_bundle.ts";

/**
 * Writes the ONNX files and the packed weights of a bundle into its folder, anew where they are there, and lists them
 * in its manifest. All else stays as it is.
 * @param folder Its last part is the bundle's id.
 * @returns Bytes of these files by name.
 * @throws {BundleError} If the bundle is not whole.
 */
export async function completeBundle(
  folder: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const read = async (name: string) => {
    const bytes = await Deno.readFile(`${folder}/${name}`);
    files.set(name, bytes);
    return bytes;
  };
  const bundle = await loadBundle(read, { id: folder.split("/").at(-1) });
  files.delete(MANIFEST_FILE);
  const added = derivedFiles(bundle, files.get(WEIGHTS_FILE)!);
  const manifest = await makeManifest(bundle.manifest, new Map([...files, ...added]));
  const text = new TextEncoder().encode(await manifestText(manifest));
  await writeBundle(folder, new Map([...added, [MANIFEST_FILE, text]]));
  return added;
}
