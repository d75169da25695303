import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { BundleError } from "../../core/bundle/mod.ts";
import { sealText } from "../../core/bundle/manifest_text.ts";
import { Random } from "../../core/random/random.ts";
import { loadBundleFolder } from "../../serving/deno/bundle_folder.ts";
import { NoBundleError } from "../../serving/deno/no_bundle_error.ts";
import { ServerProcess } from "../support/server_process.ts";
import { tinyBundle, withTinyBundle } from "../support/tiny_bundle.ts";

Deno.test("loadBundleFolder() refuses a bundle with any bit flipped in any file", async () => {
  await withTinyBundle(async (models) => {
    const random = new Random(1);
    for (const [name, bytes] of await tinyBundle()) {
      if (name === "manifest.json") continue;
      for (let i = 0; i < 60; i++) {
        const flipped = bytes.slice();
        flipped[random.integer(bytes.length)] ^= 1 << random.integer(8);
        await Deno.writeFile(`${models}/tiny/${name}`, flipped);
        const error = await assertRejects(() => loadBundleFolder(models), BundleError);
        assertEquals([error.bundle, error.file], ["tiny", name]);
      }
      await Deno.writeFile(`${models}/tiny/${name}`, bytes);
    }
    assertEquals((await loadBundleFolder(models)).length, 1);
  });
});

Deno.test("loadBundleFolder() refuses a bundle with a file cut, lengthened or missing", async () => {
  await withTinyBundle(async (models) => {
    for (const [name, bytes] of await tinyBundle()) {
      const longer = new Uint8Array(bytes.length + 1);
      longer.set(bytes);
      for (const changed of [bytes.slice(0, -2), bytes.slice(0, 7), bytes.slice(0, 0), longer]) {
        await Deno.writeFile(`${models}/tiny/${name}`, changed);
        const error = await assertRejects(() => loadBundleFolder(models), BundleError);
        assertEquals(error.file, name);
      }
      await Deno.remove(`${models}/tiny/${name}`);
      // A folder without a manifest is no bundle.
      const error = await assertRejects(() => loadBundleFolder(models), Error);
      assertInstanceOf(error, name === "manifest.json" ? NoBundleError : BundleError);
      assertStringIncludes(error.message, name === "manifest.json" ? "got none" : name);
      await Deno.writeFile(`${models}/tiny/${name}`, bytes);
    }
  });
});

Deno.test("loadBundleFolder() refuses a file of 1.5 GB for its size, without reading it", async () => {
  await withTinyBundle(async (models) => {
    for (const name of ["README.md", "manifest.json"]) {
      const path = `${models}/tiny/${name}`;
      const content = await Deno.readFile(path);
      await Deno.truncate(path, 1.5e9); // Sparse: it takes no place on the disk.
      const before = Deno.memoryUsage().rss, start = performance.now();
      const error = await assertRejects(() => loadBundleFolder(models), BundleError, "1500000000");
      assertEquals(error.file, name);
      assert(performance.now() - start < 2000);
      assert(Deno.memoryUsage().rss - before < 100e6);
      await Deno.writeFile(path, content);
    }
    assertEquals((await loadBundleFolder(models)).length, 1);
  });
});

for (
  const [what, change, file] of [
    ["its weights are flipped", flipWeights, "weights.safetensors"],
    [
      "its id is not its folder",
      (models: string) => editManifest(models, '"tiny"', '"tony"'),
      "manifest.json",
    ],
    [
      "its grid is another",
      (models: string) => editManifest(models, '"height": 4', '"height": 5'),
      "manifest.json",
    ],
    [
      "it is of format 1",
      (models: string) => editManifest(models, '"formatVersion": 2', '"formatVersion": 1'),
      "manifest.json",
    ],
    [
      "its graphs are more than it promises",
      (models: string) => editManifest(models, '"draws": "in order"', '"draws": null'),
      "graphs.json",
    ],
  ] as const
) {
  Deno.test(`main.ts does not listen for a bundle when ${what}`, async () => {
    await withTinyBundle(async (models) => {
      await change(models);
      const { code, stdout, stderr } = await (await ServerProcess.start({ models })).ended();
      assertEquals([code, stdout], [1, ""]);
      assertMatch(stderr, /^error: Cannot load bundle \w+: expected [^\n]+\n$/);
      assert(stderr.includes(`: expected ${file} to`), stderr);
    });
  });
}

async function flipWeights(models: string): Promise<void> {
  const path = `${models}/tiny/weights.safetensors`;
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1] ^= 1;
  await Deno.writeFile(path, bytes);
}

async function editManifest(models: string, from: string, to: string): Promise<void> {
  const path = `${models}/tiny/manifest.json`;
  const text = await Deno.readTextFile(path);
  assert(text.includes(from));
  await Deno.writeTextFile(path, await sealText(text.replace(from, to)));
}
