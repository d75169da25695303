import {
  GRAPHS_FILE,
  graphsText,
  loadBundle,
  makeManifest,
  type Manifest,
  MANIFEST_FILE,
  manifestText,
  parseFile,
  readManifestText,
  sha256Hex,
  WEIGHTS_FILE,
} from "../../core/bundle/mod.ts";
import { openModel } from "../../generation/model.ts";
import { derivedFiles } from "./derived_files.ts";
import { isOfFormat1, readFormat1 } from "./format_1.ts";
import { writeBundle } from "./write_bundle.ts";

type Files = Map<string, Uint8Array<ArrayBuffer>>;

/**
 * Writes the files of a bundle that are made of its others into its folder, over those that are there, and lists them
 * in its manifest: the ONNX files, the packed weights and, for a bundle of format 1, its graphs. All else stays as it
 * is; the manifest is replaced last, and the same weights draw the same codes.
 * @param folder Its last part is the bundle's id.
 * @returns Bytes of these files by name.
 * @throws {BundleError} If the bundle is not whole.
 */
export async function completeBundle(folder: string): Promise<Files> {
  const id = folder.split("/").at(-1)!;
  const onDisk = (name: string) => Deno.readFile(`${folder}/${name}`);
  const upgraded = await upgrade(id, onDisk);
  const files: Files = new Map();
  const read = async (name: string) => {
    const bytes = upgraded.get(name) ?? await onDisk(name);
    files.set(name, bytes);
    return bytes;
  };
  const bundle = await loadBundle(read, { id });
  openModel(bundle); // Its graphs, weights and manifest are of one model.
  files.delete(MANIFEST_FILE);
  upgraded.delete(MANIFEST_FILE);
  const derived = derivedFiles(bundle, files.get(WEIGHTS_FILE)!);
  const added = new Map([...upgraded, ...derived]);
  const manifest = await makeManifest(bundle.manifest, new Map([...files, ...added]));
  const text = new TextEncoder().encode(await manifestText(manifest));
  await writeBundle(folder, new Map([...added, [MANIFEST_FILE, text]]));
  return added;
}

/** Graphs and manifest of a bundle of format 1, in format 2; of any other bundle, none. */
async function upgrade(
  id: string,
  onDisk: (name: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Files> {
  const decode = async () => new TextDecoder().decode(await onDisk(MANIFEST_FILE));
  const json = await decode().then(readManifestText).catch(() => undefined);
  if (!isOfFormat1(json)) return new Map(); // Whatever is wrong with it, loading says it.
  const { description, graphs: traced, files } = await parseFile(
    id,
    MANIFEST_FILE,
    () => readFormat1(json),
  );
  const graphs = new TextEncoder().encode(graphsText(traced));
  const entry = { bytes: graphs.length, sha256: await sha256Hex(graphs) };
  const manifest: Manifest = {
    formatVersion: 2,
    ...description,
    files: { [GRAPHS_FILE]: entry, ...files },
  };
  const text = new TextEncoder().encode(await manifestText(manifest));
  return new Map([[GRAPHS_FILE, graphs], [MANIFEST_FILE, text]]);
}
