import { writing } from "./write_error.ts";

/**
 * Writes a file that is either the old one or the whole new one, whatever happens: to `<path>.part`, to the
 * disk, then renamed. What a killed process left of one is written over.
 * @throws {WriteError} If the disk is full or the system refuses otherwise; nothing new is left then.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await writeTogether(new Map([[path, bytes]]));
}

/**
 * Writes files that belong together: none is replaced before all are on the disk, so that a full disk leaves
 * the old ones. They are renamed in the map's order.
 * @param files Bytes by path. @throws {WriteError} As `writeAtomically()`.
 */
export async function writeTogether(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const parts: string[] = [];
  try {
    for (const [path, bytes] of files) {
      parts.push(`${path}.part`);
      await writing(path, () => writeToDisk(`${path}.part`, bytes));
    }
    for (const path of files.keys()) await writing(path, () => Deno.rename(`${path}.part`, path));
  } catch (error) {
    for (const part of parts) await Deno.remove(part).catch(() => {});
    throw error;
  }
}

/**
 * Makes a folder and those above it, and uses it. @returns What `use` gives.
 * @throws {WriteError} If the system refuses. What was made here is gone where it or `use` fails and left it empty.
 */
export async function withNewFolder<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const exists = await Deno.stat(folder).then(() => true, () => false);
  try {
    await writing(folder, () => Deno.mkdir(folder, { recursive: true }));
    return await use();
  } catch (error) {
    if (!exists) await Deno.remove(folder).catch(() => {}); // Refused where something is in it.
    throw error;
  }
}

/**
 * Appends to a file, which is made where it is missing: all of the text or nothing.
 * @throws {WriteError} If the system refuses.
 */
export async function appendWhole(path: string, text: string): Promise<void> {
  await writing(path, async () => {
    using file = await Deno.open(path, { append: true, create: true });
    const { size } = await file.stat();
    try {
      await writeAll(file, new TextEncoder().encode(text));
    } catch (error) {
      await file.truncate(size);
      throw error;
    }
  });
}

async function writeToDisk(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  await writeAll(file, bytes);
  await file.sync();
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
