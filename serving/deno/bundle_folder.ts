import { type Bundle, loadBundle, MANIFEST_FILE } from "../../core/bundle/mod.ts";
import { DiskFile } from "./disk_file.ts";

/** A bundle that may be served. */
export interface FolderBundle {
  readonly bundle: Bundle;
  /** Its files by their path under `static/`: `models/{id}/{file}`. */
  readonly files: ReadonlyMap<string, DiskFile>;
}

/** A folder that holds no bundle. */
export class NoBundleError extends Error {
  override readonly name = "NoBundleError";
  readonly hint = "`deno task train` makes a bundle, and `--models DIR` serves another folder";

  constructor(folder: string, state: string) {
    super(`Cannot serve as ${folder} must hold a bundle: ${state}`);
  }
}

/**
 * Loads and checks every bundle of a folder, in the order of their ids.
 *
 * @throws {NoBundleError} If there is none.
 * @throws {BundleError} If one of them is not what its manifest says.
 */
export async function loadBundleFolder(folder: string): Promise<FolderBundle[]> {
  const bundles: FolderBundle[] = [];
  for (const id of await bundleIds(folder)) {
    const read = (name: string) => Deno.readFile(`${folder}/${id}/${name}`);
    const bundle = await loadBundle(read, { id });
    bundles.push({ bundle, files: await bundleFiles(folder, bundle) });
  }
  return bundles;
}

async function bundleIds(folder: string): Promise<string[]> {
  const ids: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile && !name.startsWith(".")) ids.push(name);
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new NoBundleError(folder, "it is not there");
    if (error instanceof Deno.errors.NotADirectory) throw new NoBundleError(folder, "it is a file");
    throw error;
  }
  if (ids.length === 0) throw new NoBundleError(folder, "it holds none");
  return ids.sort();
}

async function bundleFiles(folder: string, { manifest }: Bundle): Promise<Map<string, DiskFile>> {
  const { id } = manifest;
  const files = new Map<string, DiskFile>();
  files.set(
    `models/${id}/${MANIFEST_FILE}`,
    await DiskFile.open(`${folder}/${id}/${MANIFEST_FILE}`),
  );
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    files.set(
      `models/${id}/${name}`,
      await DiskFile.open(`${folder}/${id}/${name}`, `"${sha256}"`),
    );
  }
  return files;
}
