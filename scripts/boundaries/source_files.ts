const SOURCE = /\.(?:ts|tsx|js|mjs|css)$/;
const LEFT_OUT = new Set([
  ...["vendor", "data", "runs", "coverage", "node_modules", "static/models"],
  // Built by `deno task pages`.
  ...["static/runtime", "static/studio.css", "static/studio.js", "static/widget.js"],
]);

/** A source file of ours. */
export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly source: string;
}

/** Every source file under `root`, without what others wrote and what is built. */
export async function sourceFiles(root: string): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const path of paths(root)) {
    files.push({ path, source: await Deno.readTextFile(`${root}/${path}`) });
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function* paths(root: string, folder = ""): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
    const path = folder + name;
    if (name.startsWith(".") || LEFT_OUT.has(path)) continue;
    if (isDirectory) yield* paths(root, `${path}/`);
    else if (SOURCE.test(name)) yield path;
  }
}
