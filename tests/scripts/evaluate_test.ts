import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createImage, encodePng } from "../../core/image/mod.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";

const SCRIPT = new URL("../../scripts/evaluate.ts", import.meta.url).pathname;

async function evaluate(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", SCRIPT, ...args],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), error: text(stderr) };
}

/** Runs beside a tiny bundle of two classes and a folder of pictures of theirs. */
async function withFiles(
  classes: string[],
  run: (bundle: string, pictures: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await writeTinyBundle(folder, { id: "tiny", classes: ["dark", "light"] });
    for (let i = 0; i < 60; i++) {
      const [name, ground] = i % 2 === 0 ? [classes[0], 20] : [classes[1], 160];
      const image = createImage(20, 12, 1);
      image.pixels.forEach((_, at) => image.pixels[at] = ground + (at * (i + 1)) % 90);
      await Deno.mkdir(`${folder}/pictures/${name}`, { recursive: true });
      await Deno.writeFile(`${folder}/pictures/${name}/${i}.png`, encodePng(image));
    }
    await run(`${folder}/tiny`, `${folder}/pictures`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test(
  "evaluate shows measured beside stated metrics, as a table and as JSON",
  () =>
    withFiles(["dark", "light"], async (bundle, pictures) => {
      const table = await evaluate(bundle, "--data", pictures);
      assertEquals(table.code, 0, table.error);
      assertMatch(table.out, /^metric +measured +stated +stated on$/m);
      assertMatch(table.out, /^uniform_nats_per_code +2\.079 nats +- /m);
      assertMatch(table.out, /^mse +- +0\.5 +none, test$/m);

      const json = await evaluate(bundle, "--data", pictures, "--json");
      assertEquals(json.code, 0, json.error);
      const { id, version, dataset, images, measured, stated } = JSON.parse(json.out);
      assertEquals({ id, dataset }, { id: "tiny", dataset: "pictures" });
      assertMatch(version, /^[0-9a-f]{64}$/);
      assertEquals(stated, { mse: { value: 0.5, dataset: "none", split: "test" } });
      const { value, unit, split } = measured.prior_nats_per_code;
      assertEquals({ unit, split }, { unit: "nats", split: "test" });
      assert(images > 0 && value > 0 && Number.isFinite(value));
    }),
);

Deno.test("evaluate refuses what is no bundle, and a bundle whose bytes changed", () =>
  withFiles(["dark", "light"], async (bundle, pictures) => {
    const missing = await evaluate(`${bundle}-not`, "--data", pictures);
    assertEquals(missing.code, 1);
    assertMatch(
      missing.error,
      /^error: Cannot evaluate: expected the bundle to be a folder with .+\n/,
    );

    const path = `${bundle}/weights.safetensors`;
    const bytes = await Deno.readFile(path);
    bytes[bytes.length - 1] ^= 1;
    await Deno.writeFile(path, bytes);
    const changed = await evaluate(bundle, "--data", pictures);
    assertEquals(changed.code, 1);
    const start = "error: Cannot load bundle tiny: expected weights.safetensors to have sha256";
    assertStringIncludes(changed.error, start);
  }));

Deno.test("evaluate refuses data of other classes or channels, or none", () =>
  withFiles(["cat", "dog"], async (bundle, pictures) => {
    const classes = await evaluate(bundle, "--data", pictures);
    assertEquals(classes.code, 1);
    assertEquals(
      classes.error,
      `error: Cannot evaluate tiny: expected classes of "pictures" to be dark, light, got cat, dog\n`,
    );
    const channels = await evaluate(bundle, "--data", "procedural");
    assertEquals(channels.code, 1);
    assertStringIncludes(channels.error, "to be [1, 16, 16], got [3, 16, 16]");
    const none = await evaluate(bundle);
    assertEquals(none.code, 1);
    assertStringIncludes(none.error, "hint: name the images: --data NAME|FOLDER");
  }));

Deno.test("evaluate without a bundle is wrong usage", async () => {
  const { code, error } = await evaluate();
  assertEquals(code, 2);
  assertMatch(error, /^error: <bundle> is missing/);
});
