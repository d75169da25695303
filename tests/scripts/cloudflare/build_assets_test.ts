import { assert, assertEquals, assertRejects } from "@std/assert";
import { BundleError } from "../../../core/bundle/mod.ts";
import { repositoryRoot } from "../../../cli/repository_root.ts";
import { buildAssets } from "../../../scripts/cloudflare/build_assets.ts";
import { writeTinyBundle } from "../../support/tiny_bundle.ts";

/** Runs a test with a folder of two bundles and an empty one. */
async function withFolders(test: (models: string, out: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  for (const id of ["b", "a"]) await writeTinyBundle(`${folder}/models`, { id });
  await test(`${folder}/models`, `${folder}/out`);
  await Deno.remove(folder, { recursive: true });
}

Deno.test("buildAssets() writes pages, bundles, headers and an index of what it wrote", async () => {
  await withFolders(async (models, out) => {
    const root = repositoryRoot();
    const index = await buildAssets({ root, models, out });
    assertEquals(JSON.parse(await Deno.readTextFile(`${out}/models/files.json`)), index);
    assertEquals(index.bundles, ["a", "b"]);
    for (
      const path of ["index.html", "docs/docs.js", "runtime/kernels.wasm", "models/a/manifest.json"]
    ) {
      assert(path in index.files, path);
    }
    for (const [path, { size }] of Object.entries(index.files)) {
      assertEquals((await Deno.stat(`${out}/${path}`)).size, size, path);
    }
    const headers = await Deno.readTextFile(`${out}/_headers`);
    assert(headers.startsWith("/*\n  access-control-allow-origin: *\n"), headers);
    assert(headers.includes("\n  content-security-policy: default-src 'none'; script-src 'self'"));
    assert(headers.includes("\n  content-type: application/typescript; charset=utf-8\n"), headers);
  });
});

Deno.test("buildAssets() refuses a bundle with any file changed", async () => {
  await withFolders(async (models, out) => {
    await Deno.writeTextFile(`${models}/b/README.md`, "# Other\n");
    await assertRejects(
      () => buildAssets({ root: repositoryRoot(), models, out }),
      BundleError,
      "README.md",
    );
  });
});
