import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  CODEBOOK_FILE,
  GRAPHS_FILE,
  loadBundle,
  type Manifest,
  MANIFEST_FILE,
  manifestText,
  WEIGHTS_FILE,
} from "../../../core/bundle/mod.ts";
import { sealText } from "../../../core/bundle/manifest_text.ts";
import { refusal, withManifest } from "./bundle_refusal.ts";
import { type Files, packExample, reader } from "./example_bundle.ts";

async function manifestOf(files: Files): Promise<Manifest> {
  return (await loadBundle(reader(files))).manifest;
}

const MANIFEST_CHANGES: [string, (manifest: Manifest) => object, string][] = [
  ["an unknown field", (m) => ({ ...m, extra: 1 }), "extra"],
  ["another format version", (m) => ({ ...m, formatVersion: 3 }), "formatVersion"],
  [
    "no graphs",
    ({ files: { [GRAPHS_FILE]: _, ...files }, ...m }) => ({ ...m, files }),
    "must list",
  ],
  ["graphs of more than 4 MiB", (m) => {
    return {
      ...m,
      files: { ...m.files, [GRAPHS_FILE]: { ...m.files[GRAPHS_FILE], bytes: 2 ** 23 } },
    };
  }, "[files.graphs.json.bytes] must be at most 4194304"],
  ["a grid that is not the space's", (m) => ({ ...m, grid: { height: 1, width: 2 } }), "[grid]"],
  ["latents drawn in order", (m) => {
    const space = { kind: "latents", height: 2, width: 2, channels: 4 };
    const { [CODEBOOK_FILE]: _, ...files } = m.files;
    return { ...m, space, codebook: undefined, files };
  }, "[draws] must not be in order"],
  ["a codebook without its file", ({ files: { [CODEBOOK_FILE]: _, ...files }, ...m }) => {
    return { ...m, files };
  }, "must list codebook.safetensors where there is a codebook"],
  ["an id that leaves its folder", (m) => ({ ...m, id: "../tiny" }), "[id]"],
  ["a file name that leaves its folder", (m) => {
    return { ...m, files: { ...m.files, "../x": m.files["README.md"] } };
  }, "files"],
  ["a hash of itself", (m) => {
    return { ...m, files: { ...m.files, [MANIFEST_FILE]: m.files["README.md"] } };
  }, "files"],
  [
    "no weights",
    ({ files: { [WEIGHTS_FILE]: _, ...files }, ...m }) => ({ ...m, files }),
    "must list",
  ],
  ["a class twice", (m) => ({ ...m, classes: ["a", "a"] }), "unique"],
  ["an infinite size", (m) => ({ ...m, codebook: { size: 1e400, dim: 2 } }), "codebook.size"],
  [
    "another codebook size",
    (m) => ({ ...m, codebook: { size: 4, dim: 2 } }),
    "[codebook] must have",
  ],
  ["another codebook width", (m) => ({ ...m, codebook: { size: 3, dim: 4 } }), "F32 [3,4] is not"],
  ["a split of another name", (m) => {
    return { ...m, metrics: { mse: { value: 1, dataset: "x", split: "all" } } };
  }, "metrics.mse.split"],
];

for (const [name, change, includes] of MANIFEST_CHANGES) {
  Deno.test(`loadBundle() refuses a manifest with ${name}`, async () => {
    const files = await packExample();
    const error = await refusal(
      withManifest(files, await manifestText(change(await manifestOf(files)) as Manifest)),
    );
    assertStringIncludes(error.message, includes);
  });
}

Deno.test("loadBundle() refuses a manifest without a checksum", async () => {
  const error = await refusal(withManifest(await packExample(), "[]"));
  assertStringIncludes(error.message, "no checksum at its end");
});

Deno.test("loadBundle() refuses a manifest with a key twice", async () => {
  const files = await packExample();
  const text = new TextDecoder().decode(files.get(MANIFEST_FILE));
  const error = await refusal(
    withManifest(files, await sealText(text.replace("{", '{"seed": 1,'))),
  );
  assertStringIncludes(error.message, '"seed" is there twice');
});

Deno.test("loadBundle() refuses a manifest nested a hundred thousand deep", async () => {
  const files = await packExample();
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const text = new TextDecoder().decode(files.get(MANIFEST_FILE)).replace(
    '"channels": 8',
    `"channels": ${deep}`,
  );
  assertEquals((await refusal(withManifest(files, text))).file, MANIFEST_FILE);
});

Deno.test("loadBundle() refuses a manifest over 256 KiB", async () => {
  const error = await refusal(withManifest(await packExample(), " ".repeat(2 ** 18 + 1)));
  assertStringIncludes(error.message, "262145 bytes are more than 262144");
});

Deno.test("loadBundle() refuses another id than the folder's", async () => {
  const error = await refusal(await packExample(), { id: "mnist" });
  assertStringIncludes(error.message, 'to have the id "mnist", got "tiny"');
});

Deno.test("loadBundle() refuses more bytes than allowed before it reads them", async () => {
  const files = await packExample();
  const read: string[] = [];
  const counting = (name: string) => (read.push(name), reader(files)(name));
  const error = await loadBundle(counting, { maxBytes: 100 }).catch((error) => error);
  assertStringIncludes(error.message, "to list at most 100 bytes");
  assertEquals(read, [MANIFEST_FILE]);
});
