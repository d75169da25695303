import { MANIFEST_FILE } from "../../core/bundle/mod.ts";
import { NoBundleError } from "./no_bundle_error.ts";
import { kindOf } from "./regular_file.ts";
import { realPathOf } from "./real_path.ts";

/** A folder with a manifest. */
export interface BundleEntry {
  /** The folder's name. */
  readonly id: string;
  /** With links resolved. */
  readonly path: string;
}

/** The entries of a folder of bundles. */
export interface BundleEntries {
  /** Sorted by id; not verified yet. */
  readonly bundles: readonly BundleEntry[];
  /** Everything else by name, with the reason why it is not a bundle. */
  readonly strays: ReadonlyMap<string, string>;
}

/**
 * Lists a folder of bundles. A bundle is a folder with a manifest, or a link to one.
 *
 * @throws {NoBundleError} If the folder does not exist.
 */
export async function listBundles(folder: string): Promise<BundleEntries> {
  const real = realPathOf(folder);
  const bundles: BundleEntry[] = [];
  const strays = new Map<string, string>();
  for (const { name, isSymlink } of await entriesOf(folder, real)) {
    const found = await bundleAt(`${real}/${name}`, name, isSymlink);
    if (typeof found === "string") strays.set(name, found);
    else bundles.push(found);
  }
  return { bundles: bundles.sort((a, b) => a.id < b.id ? -1 : 1), strays };
}

async function entriesOf(folder: string, real: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(real));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new NoBundleError(folder, "no such folder");
    if (error instanceof Deno.errors.NotADirectory) throw new NoBundleError(folder, "a file");
    throw error;
  }
}

/** The bundle at a path, or why it is not one. */
async function bundleAt(path: string, id: string, isLink: boolean): Promise<BundleEntry | string> {
  if (id.startsWith(".")) return "its name begins with a dot";
  try {
    const target = await Deno.stat(path);
    if (!target.isDirectory) return isLink ? `it is a link to ${kindOf(target)}` : kindIs(target);
    const real = isLink ? realPathOf(path) : path;
    await Deno.lstat(`${real}/${MANIFEST_FILE}`);
    return { id, path: real };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      return "it is a link to a place that the server was not permitted to read when it started";
    }
    if (error instanceof Deno.errors.PermissionDenied) return "it may not be read";
    if (error instanceof Deno.errors.NotFound) {
      return isLink && !await isThere(path)
        ? "it is a link to nothing"
        : `it has no ${MANIFEST_FILE}`;
    }
    return error instanceof Error ? error.message : String(error);
  }
}

function kindIs(info: Deno.FileInfo): string {
  return `it is ${kindOf(info)}`;
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
