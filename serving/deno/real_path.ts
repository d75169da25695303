import { MANIFEST_FILE } from "../../core/bundle/mod.ts";

/**
 * The path without links, absolute. Deno permits a file to be opened only where both its own path and the
 * one without links are permitted.
 *
 * @returns The path itself where nothing is there.
 */
export function realPathOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}

/** A folder of bundles, and where its links to bundles lead: what must be readable to serve them. */
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
    return []; // The server says why, once it opens the folder.
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
