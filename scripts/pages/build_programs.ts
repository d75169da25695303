import { build, type Plugin, stop } from "../../vendor/esbuild/esbuild.ts";

/** Finds packages as Deno does, by the import map and the lock file; takes none that the map does not name. */
const PACKAGES: Plugin = {
  name: "packages",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === "entry-point") return undefined;
      if (path.includes(":")) return { errors: [{ text: `"${path}" is not in the import map` }] };
      const { pathname } = new URL(import.meta.resolve(path));
      return { path: decodeURIComponent(pathname), sideEffects: false };
    });
  },
};

/**
 * Builds programs of pages, each one module without imports: `web/a/b.ts` to `static/a/b.js`.
 *
 * @param root Folder of the repository. @param sources First files of the programs, by their path from there.
 * @returns By path from the root, the same bytes for the same sources, packages and esbuild.
 * @throws {Error} If a source or a package is not there, or a source is not TypeScript.
 */
export async function buildPrograms(
  root: string,
  sources: readonly string[],
): Promise<Map<string, Uint8Array>> {
  try {
    const { outputFiles } = await build({
      entryPoints: [...sources],
      absWorkingDir: root,
      outbase: "web",
      outdir: "static",
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      banner: { js: "// Built from web by `deno task pages`." },
      plugins: [PACKAGES],
      write: false,
      logLevel: "silent",
    });
    const from = `${await Deno.realPath(root)}/`;
    return new Map(outputFiles.map(({ path, contents }) => [path.replace(from, ""), contents]));
  } catch (error) {
    const state = (error as Error).message.replace(/^Build failed.*\n/, "");
    throw new Error(`Cannot build the pages: expected each to be a program, got ${state}`);
  } finally {
    await stop();
  }
}
