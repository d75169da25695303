import { MANIFEST_FILE } from "../../core/bundle/mod.ts";
import { writeAtomically } from "../train/atomic_write.ts";

/** Writes files of a bundle, its manifest among them: each whole or not at all, the manifest last. */
export async function writeBundle(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, bytes] of files) {
    if (name !== MANIFEST_FILE) await writeAtomically(`${folder}/${name}`, bytes);
  }
  await writeAtomically(`${folder}/${MANIFEST_FILE}`, files.get(MANIFEST_FILE)!);
}
