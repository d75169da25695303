import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { BundleError, loadBundle } from "../../../core/bundle/mod.ts";
import { completeBundle } from "../../../offline/export/complete_bundle.ts";
import { bundleOnnx } from "../../../offline/export/bundle_onnx.ts";
import { gunzip } from "../../support/gunzip.ts";
import { writeTinyBundle } from "../../support/tiny_bundle.ts";

const NAMES = ["encoder.onnx", "decoder.onnx", "prior.onnx", "weights.safetensors.gz"];

async function withTinyBundle(use: (folder: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await writeTinyBundle(root);
    await use(`${root}/tiny`);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

function load(folder: string) {
  return loadBundle((name) => Deno.readFile(`${folder}/${name}`), { id: "tiny" });
}

Deno.test("completeBundle() lists the files in a manifest that is else as it was", () =>
  withTinyBundle(async (folder) => {
    const before = await load(folder);
    await completeBundle(folder);
    const after = await load(folder);
    assertNotEquals(after.version, before.version);
    const { files, ...rest } = after.manifest;
    const { files: filesBefore, ...restBefore } = before.manifest;
    assertEquals(rest, restBefore);
    assertEquals(Object.keys(files), [...Object.keys(filesBefore), ...NAMES]);
    for (const [name, file] of bundleOnnx(before)) {
      assertEquals(await Deno.readFile(`${folder}/${name}`), file);
      assertEquals(files[name].bytes, file.length);
    }
  }));

Deno.test("completeBundle() packs the weights, fewer bytes for a page", () =>
  withTinyBundle(async (folder) => {
    await completeBundle(folder);
    const packed = await Deno.readFile(`${folder}/weights.safetensors.gz`);
    const weights = await Deno.readFile(`${folder}/weights.safetensors`);
    assert(packed.length < weights.length);
    assertEquals(await gunzip(packed), weights);
  }));

Deno.test("completeBundle() changes nothing the second time", () =>
  withTinyBundle(async (folder) => {
    await completeBundle(folder);
    const first = await Deno.readTextFile(`${folder}/manifest.json`);
    await completeBundle(folder);
    assertEquals(await Deno.readTextFile(`${folder}/manifest.json`), first);
  }));

Deno.test("completeBundle() refuses a bundle that is not whole, and writes nothing", () =>
  withTinyBundle(async (folder) => {
    await Deno.writeTextFile(`${folder}/README.md`, "changed");
    const error = await assertRejects(() => completeBundle(folder), BundleError);
    assertEquals(error.file, "README.md");
    await assertRejects(() => Deno.stat(`${folder}/prior.onnx`), Deno.errors.NotFound);
  }));
