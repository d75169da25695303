import { DiskFile } from "./disk_file.ts";

/** Folders of `static/` that are not pages: bundles are served by manifest, sources not at all. */
const LEFT_OUT: ReadonlySet<string> = new Set(["models", "src"]);

/** The pages under `folder`, by relative path, without symbolic links. */
export async function openPages(folder: string): Promise<Map<string, DiskFile>> {
  const pages = new Map<string, DiskFile>();
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".") || LEFT_OUT.has(name)) continue;
    const path = `${folder}/${name}`;
    if (isFile) pages.set(name, await DiskFile.open(path));
    if (!isDirectory) continue;
    for (const [inner, file] of await openPages(path)) pages.set(`${name}/${inner}`, file);
  }
  return pages;
}
