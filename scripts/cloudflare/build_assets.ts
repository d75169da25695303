import { type AssetIndex, INDEX_FILE } from "../../serving/cloudflare/asset_index.ts";
import { loadBundleFolder } from "../../serving/deno/bundle_folder.ts";
import { openPages } from "../../serving/deno/page_files.ts";
import { headersFile } from "./headers_file.ts";

/** Where assets are built from and to. */
export interface AssetFolders {
  /** The repository. */
  readonly root: string;
  /** A folder whose folders are bundles. */
  readonly models: string;
  /** An empty folder. */
  readonly out: string;
}

/**
 * Writes what a Worker serves to `out`: pages, the files of bundles, `_headers` and the index.
 *
 * @returns The files, sizes in bytes.
 * @throws {NoBundleError} If there is no bundle.
 * @throws {BundleError} If one of them is not what its manifest says.
 */
export async function buildAssets({ root, models, out }: AssetFolders): Promise<AssetIndex> {
  const bundles = await loadBundleFolder(models, console.warn);
  const files: Record<string, AssetIndex["files"][string]> = {};
  for (const [path, { size, etag }] of await openPages(`${root}/static`)) {
    await copy(`${root}/static/${path}`, `${out}/${path}`);
    files[path] = { size, etag };
  }
  for (const { files: stored } of bundles) {
    for (const [path, { size, etag }] of stored) {
      await copy(path.replace("models", () => models), `${out}/${path}`);
      files[path] = { size, etag };
    }
  }
  const index: AssetIndex = { bundles: bundles.map(({ bundle }) => bundle.manifest.id), files };
  await Deno.writeTextFile(`${out}/${INDEX_FILE}`, JSON.stringify(index));
  await Deno.writeTextFile(`${out}/_headers`, headersFile());
  return index;
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to.slice(0, to.lastIndexOf("/")), { recursive: true });
  await Deno.copyFile(from, to);
}
