import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { BundleError, loadBundle, type Manifest, manifestText } from "../../../core/bundle/mod.ts";
import { openModel } from "../../../generation/model.ts";
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

/** Makes of a tiny bundle's folder what it would have been before graphs were part of bundles. */
async function downgrade(folder: string): Promise<void> {
  const { manifest } = await load(folder);
  const { space, draws: _d, models: { codec, prior }, files, grid, classes, ...kept } = manifest;
  const { "graphs.json": _g, ...others } = files;
  const codebookSize = space.kind === "codes" ? space.size : 0;
  const { image: imageShape } = manifest;
  const former = {
    ...{ ...kept, formatVersion: 1, grid, classes },
    models: {
      autoencoder: { kind: codec.kind, config: { imageShape, ...codec.config as object } },
      prior: {
        kind: prior!.kind,
        config: { codebookSize, grid, ...prior!.config as object, classes: classes.length },
      },
    },
    files: others,
  };
  const text = await manifestText(former as unknown as Manifest);
  await Deno.writeTextFile(`${folder}/manifest.json`, text);
  await Deno.remove(`${folder}/graphs.json`);
}

Deno.test("loadBundle() refuses a bundle of format 1 with the command that upgrades it", () =>
  withTinyBundle(async (folder) => {
    await downgrade(folder);
    const error = await assertRejects(() => load(folder), BundleError);
    assertEquals(
      error.message,
      "Cannot load bundle tiny: expected manifest.json to be valid, got format 1: upgrade it with " +
        "`deno task export DIR`, its folder",
    );
  }));

Deno.test("completeBundle() upgrades a bundle of format 1: the same weights draw the same codes", () =>
  withTinyBundle(async (folder) => {
    const before = await load(folder);
    const weights = await Deno.readFile(`${folder}/weights.safetensors`);
    await downgrade(folder);
    const added = await completeBundle(folder);
    assertEquals([...added.keys()], ["graphs.json", ...NAMES]);
    const after = await load(folder);
    assertEquals(after.graphs, before.graphs);
    const { files: _f, ...described } = after.manifest;
    const { files: _g, ...stated } = before.manifest;
    assertEquals(described, stated);
    assertEquals(await Deno.readFile(`${folder}/weights.safetensors`), weights);
    const [old, upgraded] = [before, after].map((bundle) => openModel(bundle));
    const request = { seed: 3, temperature: 1, guidance: 2, class: 1 };
    assertEquals(upgraded.sample(request), old.sample(request));
  }));

Deno.test("completeBundle() refuses a bundle of format 1 whose models are not those of its weights", () =>
  withTinyBundle(async (folder) => {
    await downgrade(folder);
    const json = JSON.parse(await Deno.readTextFile(`${folder}/manifest.json`));
    const { checksum: _, ...manifest } = json;
    manifest.models.prior.config.channels = 6;
    const text = await manifestText(manifest);
    await Deno.writeTextFile(`${folder}/manifest.json`, text);
    const error = await assertRejects(() => completeBundle(folder), BundleError);
    assertEquals(error.file, "weights.safetensors");
    manifest.models.prior.kind = "none";
    await Deno.writeTextFile(`${folder}/manifest.json`, await manifestText(manifest));
    await assertRejects(
      () => completeBundle(folder),
      BundleError,
      "[models.prior.kind] expected one of ",
    );
    await assertRejects(() => Deno.stat(`${folder}/graphs.json`), Deno.errors.NotFound);
  }));
