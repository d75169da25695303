import { MANIFEST_FILE } from "../../core/bundle/mod.ts";

/**
 * The absolute path with links resolved. Deno opens a file only if both its own path and the resolved one are permitted.
 *
 * @returns The path itself if nothing exists there.
 */
export function realPathOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}

/** A folder of bundles and the targets of its links: the paths that must be readable to serve them. */
export function bundlePaths(folder: string): string[] {
  const real = realPathOf(folder);
  const paths = new Set([folder, real]);
  for (const path of linksIn(real)) {
    const target = realPathOf(path);
    if (target !== path && isThere(`${target}/${MANIFEST_FILE}`)) paths.add(target);
  }
  return [...paths];
}

function linksIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].filter(({ isSymlink }) => isSymlink)
      .map(({ name }) => `${folder}/${name}`);
  } catch {
    return []; // The server reports the error when it opens the folder.
  }
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
