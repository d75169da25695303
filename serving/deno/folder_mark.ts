/**
 * A text that changes with a folder: its path, and the name, size, modification time and inode of each entry. No file is
 * opened.
 */
export async function folderMark(path: string): Promise<string> {
  const entries: string[] = [];
  for await (const { name } of Deno.readDir(path)) {
    const { size, mtime, ino } = await statOf(`${path}/${name}`);
    entries.push(JSON.stringify([name, size, mtime?.getTime(), ino]));
  }
  return [path, ...entries.sort()].join("\n");
}

/** Of a link's target, or of a dangling link itself. */
async function statOf(path: string): Promise<Deno.FileInfo> {
  return await Deno.stat(path).catch(() => Deno.lstat(path));
}
