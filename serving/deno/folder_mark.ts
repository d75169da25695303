/**
 * A text that changes with a folder: its path, and of each entry the name, size, time of change and place
 * on the disk. No file is opened.
 */
export async function folderMark(path: string): Promise<string> {
  const entries: string[] = [];
  for await (const { name } of Deno.readDir(path)) {
    const { size, mtime, ino } = await statOf(`${path}/${name}`);
    entries.push(JSON.stringify([name, size, mtime?.getTime(), ino]));
  }
  return [path, ...entries.sort()].join("\n");
}

/** Of what a link leads to, or of the link itself where that is nothing. */
async function statOf(path: string): Promise<Deno.FileInfo> {
  return await Deno.stat(path).catch(() => Deno.lstat(path));
}
