import { assert, assertEquals, assertMatch } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { assertAccessible } from "../support/accessibility.ts";
import { widgetTest } from "./widget_page.ts";

const CONTROLLED = `<tessera-generator id="a" src="MODEL" seed="7" controls></tessera-generator>`;

widgetTest("The controls are named native fields, in order, each with a visible focus", {
  body: CONTROLLED,
}, async (it) => {
  await it.until(`count("image") === 1`);
  const { keyboard } = it.page;
  const told: string[] = [];
  for (let i = 0; i < 5; i++) {
    await keyboard.press("Tab");
    told.push(
      await it.run(`
      const field = a.shadowRoot.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(field);
      const name = field.labels?.[0]?.firstChild.textContent ?? field.textContent;
      return [field.localName, name, outlineStyle, parseFloat(outlineWidth) >= 2].join(" ");
    `),
    );
  }
  assertEquals(told, [
    "button New picture solid true",
    "input Seed solid true",
    "select Class solid true",
    "input Temperature solid true",
    "button Download PNG solid true",
  ]);
  for (
    const [role, name] of [["spinbutton", "Seed"], ["combobox", "Class"], ["slider", "Temperature"]]
  ) {
    assertEquals(await it.page.getByRole(role as "slider", { name }).count(), 1, name);
  }
});

widgetTest("The controls are worked by keyboard, and are the attributes", {
  body: CONTROLLED,
}, async (it) => {
  await it.until(`count("image") === 1`);
  const { keyboard, page } = { keyboard: it.page.keyboard, page: it.page };
  const last = async () => (await it.events("image")).at(-1)!.detail;

  await page.getByRole("spinbutton", { name: "Seed" }).focus();
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("11");
  await keyboard.press("Enter");
  await it.until(`recorded.at(-1).type === "image" && recorded.at(-1).detail.seed === 11`);

  await page.getByRole("combobox", { name: "Class" }).focus();
  await keyboard.type("4");
  await it.until(`recorded.at(-1).type === "image" && recorded.at(-1).detail.class === 4`);

  await page.getByRole("slider", { name: "Temperature" }).focus();
  const before = await it.run<number>(`return count("image")`);
  await keyboard.press("Home");
  await it.until(`count("image") > ${before} && recorded.at(-1).type === "image"`);
  const told = `return [a.seed, a.classLabel, a.temperature, a.outerHTML]`;
  assertEquals(await it.run(told), [
    11,
    4,
    0,
    CONTROLLED.replace("MODEL", `${it.server}/models/mnist/`).replace(`"7"`, `"11"`)
      .replace("controls", `controls="" class-label="4" temperature="0"`),
  ]);

  const { seed } = await last();
  await page.getByRole("button", { name: "New picture" }).focus();
  await keyboard.press("Enter");
  await it.until(`recorded.at(-1).type === "image" && recorded.at(-1).detail.seed !== ${seed}`);
  const drawn = await last();
  assertEquals([drawn.class, await it.run("return a.seed")], [4, drawn.seed]);
  assertEquals(await page.getByRole("spinbutton").inputValue(), `${drawn.seed}`);
});

widgetTest("An invalid seed is marked and reported, and an empty one is drawn at random", {
  body: CONTROLLED,
}, async (it) => {
  await it.until(`count("image") === 1`);
  const seed = it.page.getByRole("spinbutton", { name: "Seed" });
  await seed.fill("-1");
  await seed.press("Enter");
  await it.until(`count("error") === 1`);
  assertEquals(await seed.getAttribute("aria-invalid"), "true");
  assertMatch(
    await it.run("return statusOf(a)"),
    /expected seed to be a whole number .* got "-1"$/,
  );
  await assertAccessible(it.page);
  await seed.fill("");
  await seed.press("Enter");
  await it.until(`count("image") === 2`);
  assertEquals(await seed.getAttribute("aria-invalid"), "false");
  assertEquals(await seed.inputValue(), `${(await it.events("image")).at(-1)!.detail.seed}`);
});

widgetTest("The controls wait for the model, and can try again where it does not come", {
  body: CONTROLLED.replace("MODEL", "SERVER/models/none/"),
  prepare: async ({ page, expectErrors }) => {
    expectErrors(/404/);
    await page.route("**/models/none/manifest.json", async (route) => {
      await page.waitForTimeout(500);
      await route.continue();
    });
  },
}, async (it) => {
  await it.run(`await customElements.whenDefined("tessera-generator")`);
  const button = it.page.getByRole("button", { name: "New picture" });
  assertEquals(await button.isDisabled(), true);
  await it.until(`count("error") === 1`);
  assertEquals(await button.isDisabled(), false);
  assertEquals(await it.page.getByRole("button", { name: "Download PNG" }).isDisabled(), true);
  await button.click();
  await it.until(`count("error") === 2`);
});

widgetTest("controls chooses among the controls", {
  body: CONTROLLED.replace("controls", `controls="download seed"`),
}, async (it) => {
  await it.until(`count("image") === 1`);
  const shown = `
    return [...a.shadowRoot.querySelectorAll("button, input, select")]
      .filter((field) => field.checkVisibility()).map((field) => field.type);
  `;
  assertEquals(await it.run(shown), ["number", "button"]);
  await it.run(`a.controls = false; await Promise.resolve()`);
  assertEquals(await it.run(shown), []);
  assertEquals(await it.run(`return part(a, "controls").hidden`), true);
  await it.run(`a.controls = true; await Promise.resolve()`);
  assertEquals(await it.run(shown), ["button", "number", "select-one", "range", "button"]);
  assertEquals(await it.run(`return count("image")`), 1, "nothing is drawn again");
});

widgetTest(
  "Download PNG saves the picture, each pixel a square",
  { body: CONTROLLED },
  async (it) => {
    await it.until(`count("image") === 1`);
    const download = it.page.waitForEvent("download");
    await it.page.getByRole("button", { name: "Download PNG" }).click();
    const file = await download;
    assertEquals(file.suggestedFilename(), "mnist-seed-7.png");
    const { width, height, pixels, channels } = await decodePng(
      await Deno.readFile(await file.path()),
    );
    assertEquals([width, height], [18 * 28, 18 * 28]);
    const shown = await it.run<number[]>("return pixels(a)");
    let different = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const told = shown[4 * (Math.floor(y / 18) * 28 + Math.floor(x / 18))];
        if (pixels[channels * (y * width + x)] !== told) different++;
      }
    }
    assertEquals(different, 0);
    assert(new Set(shown).size > 10, "the picture is empty");
  },
);
