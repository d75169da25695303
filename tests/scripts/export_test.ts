import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { loadBundle } from "../../core/bundle/mod.ts";
import { createImage, encodePng } from "../../core/image/mod.ts";
import type { Dataset } from "../../training/data/dataset.ts";
import { openPictureFolder } from "../../offline/data/picture_folder.ts";
import { cpuTest } from "../support/cpu_test.ts";
import { tinyRecipe, tinyRun, withRunFolder } from "../offline/tiny_run.ts";

const SCRIPT = new URL("../../scripts/export.ts", import.meta.url).pathname;

async function exportTask(
  ...args: string[]
): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", SCRIPT, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

/** Grey pictures of two classes. @param shift Other shifts are other pictures. */
async function writePictures(folder: string, shift: number): Promise<Dataset> {
  for (let i = 0; i < 60; i++) {
    const image = createImage(8, 8, 1);
    image.pixels.forEach((_, at) => image.pixels[at] = (shift + i + at * (1 + i % 2)) % 256);
    await Deno.mkdir(`${folder}/${i % 2}`, { recursive: true });
    await Deno.writeFile(`${folder}/${i % 2}/${i}.png`, encodePng(image));
  }
  return await openPictureFolder(folder, { size: 8 });
}

cpuTest(
  "export makes a bundle of a run's folder, given the pictures it was trained on",
  (backend) =>
    withRunFolder(async (folder) => {
      const dataset = await writePictures(`${folder}/pictures`, 0);
      await tinyRun(backend, folder, { recipe: tinyRecipe(dataset, 4), dataset });
      const out = `${folder}/two-kinds`;
      const done = await exportTask(folder, "--data", `${folder}/pictures`, "--out", out);
      assertEquals(done.code, 0, done.error);
      const { manifest } = await loadBundle((name) => Deno.readFile(`${out}/${name}`));
      assertEquals({ id: manifest.id, classes: manifest.classes, data: manifest.data.name }, {
        ...{ id: "two-kinds", classes: ["0", "1"], data: "pictures" },
      });
      for (const name of Object.keys(manifest.metrics)) assertStringIncludes(done.out, name);
      const pages = ["samples.png", "reconstructions.png", "README.md", "report.html"];
      const derived = ["encoder.onnx", "decoder.onnx", "prior.onnx", "weights.safetensors.gz"];
      for (const name of [...pages, ...derived]) {
        assertEquals(name in manifest.files, true, name);
      }
      const again = await exportTask(out);
      assertEquals(again.code, 0, again.error);
      const told = again.out.trimEnd().split("\n");
      assertEquals(told.map((line) => line.replace(/ +\d+ bytes$/, "")), derived);
      assertEquals(
        (await loadBundle((name) => Deno.readFile(`${out}/${name}`))).manifest,
        manifest,
      );
      const flags = await exportTask(out, "--out", out);
      assertEquals(flags.code, 2);
      assertStringIncludes(flags.error, "expected no flags with a bundle, got --out");
      assertStringIncludes(await Deno.readTextFile(`${out}/report.html`), "codec");

      const unknown = await exportTask(folder, "--out", out);
      assertEquals(unknown.code, 1);
      assertStringIncludes(unknown.error, `data set "pictures" to be at hand`);
      assertStringIncludes(unknown.error, "hint: name the folder: --data FOLDER");
      await writePictures(`${folder}/others`, 100);
      const others = await exportTask(folder, "--data", `${folder}/others`, "--out", out);
      assertEquals(others.code, 1);
      assertStringIncludes(others.error, `that it was trained on, got others from "others"`);
      const name = await exportTask(folder, "--out", `${folder}/Two Kinds`);
      assertEquals(name.code, 2);
    }),
);

cpuTest(
  "export refuses a run that has not reached its prior, and says how to go on",
  (backend) =>
    withRunFolder(async (folder) => {
      const dataset = await writePictures(`${folder}/pictures`, 0);
      await tinyRun(backend, folder, {
        ...{ recipe: tinyRecipe(dataset, 40), dataset, stopIn: "codec" },
      });
      const { code, error } = await exportTask(`${folder}/checkpoint.safetensors`);
      assertEquals(code, 1);
      assertMatch(
        error,
        /^error: Cannot export .+ to have reached the prior, got step \d+ of/,
      );
      assertStringIncludes(error, "hint: continue it with `deno task train --resume");
    }),
);

Deno.test("export refuses a file that is no checkpoint, and wants one named", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/checkpoint.safetensors`, "not at all");
  const broken = await exportTask(folder);
  assertEquals(broken.code, 1);
  assertMatch(broken.error, /^error: Cannot use checkpoint .+: expected a whole file, got one /);
  const missing = await exportTask(`${folder}/none`);
  assertEquals(missing.code, 1);
  assertMatch(missing.error, /^error: Cannot use checkpoint .+: no such file$/m);
  await Deno.remove(folder, { recursive: true });
  assertEquals((await exportTask()).code, 2);
});
