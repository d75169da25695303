import { assertEquals, assertRejects } from "@std/assert";
import { BundleError } from "../../../core/bundle/mod.ts";
import { loadBundleFolder } from "../../../serving/deno/bundle_folder.ts";
import { NoBundleError } from "../../../serving/deno/no_bundle_error.ts";
import { withTinyBundle } from "../../support/tiny_bundle.ts";

async function mkfifo(path: string): Promise<void> {
  await new Deno.Command("mkfifo", { args: [path] }).output();
}

/** Puts something else in the place of a file. */
const REPLACEMENTS: [string, (path: string) => Promise<void>, string][] = [
  ["a folder", (path) => Deno.mkdir(path), "got a folder"],
  ["a FIFO", mkfifo, "got a FIFO"],
  ["a socket", (path) => {
    Deno.listen({ transport: "unix", path }).close();
    return Promise.resolve();
  }, "got a socket"],
  ["a link to /dev/zero", (path) => Deno.symlink("/dev/zero", path), "got a link that leaves"],
  ["a link to a FIFO in the folder", async (path) => {
    await mkfifo(`${path}.fifo`);
    await Deno.symlink(`${path}.fifo`, path);
  }, "got a FIFO"],
  ["a link to itself", (path) => Deno.symlink(path, path), "symbolic links"],
  ["a link to nothing", (path) => Deno.symlink(`${path}.none`, path), "No such file"],
];

for (const name of ["README.md", "weights.safetensors", "manifest.json"]) {
  for (const [what, replace, includes] of REPLACEMENTS) {
    Deno.test(`loadBundleFolder() refuses ${what} in the place of ${name}`, async () => {
      await withTinyBundle(async (models) => {
        const path = `${models}/tiny/${name}`;
        await Deno.remove(path);
        await replace(path);
        // Deno removes a socket's path when it is closed.
        if (what === "a socket" && !await Deno.lstat(path).catch(() => false)) return;
        const error = await assertRejects(() => loadBundleFolder(models), BundleError, includes);
        assertEquals([error.bundle, error.file], ["tiny", name]);
      });
    });
  }
}

Deno.test("loadBundleFolder() leaves out what is no bundle, and says why", async () => {
  await withTinyBundle(async (models) => {
    await Deno.mkdir(`${models}/lost+found`);
    await Deno.mkdir(`${models}/.git`);
    await Deno.writeTextFile(`${models}/notes.txt`, "");
    await Deno.symlink("notes.txt", `${models}/link`);
    await Deno.symlink("none", `${models}/dangling`);
    await mkfifo(`${models}/pipe`);
    const lines: string[] = [];
    const loaded = await loadBundleFolder(models, (line) => lines.push(line));
    assertEquals(loaded.map(({ bundle }) => bundle.manifest.id), ["tiny"]);
    assertEquals(lines.sort(), [
      `Ignored ".git" in ${models}: its name begins with a dot`,
      `Ignored "dangling" in ${models}: it is a link to nothing`,
      `Ignored "link" in ${models}: it is a link to a file`,
      `Ignored "lost+found" in ${models}: it has no manifest.json`,
      `Ignored "notes.txt" in ${models}: it is a file`,
      `Ignored "pipe" in ${models}: it is a FIFO`,
    ]);
    await Deno.remove(`${models}/tiny`, { recursive: true });
    await assertRejects(() => loadBundleFolder(models), NoBundleError, "got none");
  });
});
