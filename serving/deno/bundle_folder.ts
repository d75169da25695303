import { type Bundle, loadBundle, MANIFEST_FILE } from "../../core/bundle/mod.ts";
import { requireServable } from "../../generation/model_budget.ts";
import { type BundleEntry, listBundles } from "./bundle_entries.ts";
import { DiskFile } from "./disk_file.ts";
import { folderMark } from "./folder_mark.ts";
import { NoBundleError } from "./no_bundle_error.ts";
import { NotAFileError, readRegularFile } from "./regular_file.ts";

/** A verified bundle. */
export interface FolderBundle {
  readonly bundle: Bundle;
  /** Its files by path under `static/`: `models/{id}/{file}`. */
  readonly files: ReadonlyMap<string, DiskFile>;
  /** Of its folder, taken before reading it. */
  readonly mark: string;
}

/**
 * Loads and verifies every bundle of a folder, sorted by id. Other entries are ignored.
 *
 * @param warn Called with a sentence about each ignored entry.
 * @throws {NoBundleError} If there is none.
 * @throws {BundleError} If one of them is not what its manifest says.
 */
export async function loadBundleFolder(
  folder: string,
  warn: (message: string) => void = () => {},
): Promise<FolderBundle[]> {
  const { bundles, strays } = await listBundles(folder);
  for (const [name, reason] of strays) warn(strayMessage(folder, name, reason));
  if (bundles.length === 0) throw new NoBundleError(folder, "none");
  const loaded: FolderBundle[] = [];
  for (const entry of bundles) loaded.push(await loadFolderBundle(entry));
  return loaded;
}

/** The log line about an entry that is not a bundle. */
export function strayMessage(folder: string, name: string, reason: string): string {
  return `Ignored ${JSON.stringify(name)} in ${folder}: ${reason}`;
}

/** Loads and verifies a bundle. @throws {BundleError} If it does not match its manifest. */
export async function loadFolderBundle({ id, path }: BundleEntry): Promise<FolderBundle> {
  const mark = await folderMark(path);
  const bundle = await loadBundle(async (name, maxBytes) => {
    return await readRegularFile(await filePath(path, name), maxBytes);
  }, { id, accept: requireServable });
  const files = new Map<string, DiskFile>();
  const add = async (name: string, etag?: string) => {
    files.set(`models/${id}/${name}`, await DiskFile.open(await filePath(path, name), etag));
  };
  await add(MANIFEST_FILE);
  for (const [name, { sha256 }] of Object.entries(bundle.manifest.files)) {
    await add(name, `"${sha256}"`);
  }
  return { bundle, files, mark };
}

/**
 * Resolves a file of a bundle. It may be a link within the folder, as in mounted volumes.
 *
 * @throws {NotAFileError} If it is a link out of the folder.
 */
async function filePath(folder: string, name: string): Promise<string> {
  const path = `${folder}/${name}`;
  if (!(await Deno.lstat(path)).isSymlink) return path;
  const target = await Deno.realPath(path);
  if (target.startsWith(`${folder}/`)) return target;
  throw new NotAFileError("a link that leaves the bundle's folder");
}
