import { MANIFEST_FILE } from "../../core/bundle/mod.ts";
import { withNewFolder, writeTogether } from "../files/atomic_write.ts";

/**
 * Writes files of a bundle, its manifest among them: the old ones stay until all are on the disk, the manifest
 * is replaced last. @throws {WriteError} If the disk is full; a bundle that was there is untouched.
 */
export async function writeBundle(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const manifestLast = [...files].sort(([a], [b]) => rank(a) - rank(b));
  const paths = new Map(manifestLast.map(([name, bytes]) => [`${folder}/${name}`, bytes]));
  await withNewFolder(folder, () => writeTogether(paths));
}

function rank(name: string): number {
  return name === MANIFEST_FILE ? 1 : 0;
}
