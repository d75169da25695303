import { assert, assertEquals, assertMatch } from "@std/assert";
import { browserTest } from "../support/browser.ts";
import { goldenCodes } from "../support/golden.ts";
import { openStudio, pixelsOf, settledCodes, SHIPPED_ONLY } from "./studio_page.ts";

const SHEET = '#generate .sheet [role="option"]';

browserTest("The studio draws the digits of seeds 7 and 8 with the golden codes", async (test) => {
  const { page } = test;
  await openStudio(test);
  for (const [index, seed] of [[0, 7], [1, 8]]) {
    await page.click("#tab-generate");
    await page.locator(`${SHEET}[aria-label^="seed ${seed},"]`).waitFor();
    await page.locator(SHEET).nth(index).dblclick();
    await page.waitForFunction(() => document.body.dataset.tab === "edit");
    await page.locator("#edit .tools .facts:not(:empty)").waitFor();
    assertEquals(await settledCodes(page), [...goldenCodes(seed)]);
  }
}, SHIPPED_ONLY);

browserTest("The studio says what computed, why, and in how many milliseconds", async (test) => {
  const { page } = test;
  await openStudio(test);
  assertMatch(await page.innerText("#engine"), /^WebAssembly, opened in [\d.]+ m?s\. \w.{10,}/);
  const told = page.locator("#chosen .notice", { hasText: "16 pictures" });
  await told.waitFor();
  assertMatch(await told.innerText(), /^16 pictures: [\d.]+ m?s on WebAssembly$/);
}, SHIPPED_ONLY);

browserTest(
  "The studio draws other pictures for each setting, and the same for the same",
  async (test) => {
    const { page } = test;
    await openStudio(test, "#n=1&seed=3");
    const shown = async (name: RegExp) => {
      await page.locator(`${SHEET}[aria-label*="seed"]`).first().waitFor();
      await page.waitForFunction(
        ([selector, name]) =>
          new RegExp(name).test(document.querySelector(selector)!.getAttribute("aria-label")!),
        [SHEET, name.source],
      );
      return await pixelsOf(page, `${SHEET} canvas`);
    };
    const first = await shown(/seed 3,/);
    await page.selectOption('#settings [name="class"]', "5");
    const five = await shown(/seed 3, class 5/);
    assert(five !== first);
    await page.fill("#seed", "4");
    assert(await shown(/seed 4, class 5/) !== five);
    await page.fill("#seed", "3");
    assertEquals(await shown(/seed 3, class 5/), five);
  },
  SHIPPED_ONLY,
);

browserTest("The studio shows rows as they are drawn, slowly on request", async (test) => {
  const { page } = test;
  await openStudio(test, "#n=1");
  await page.locator(`${SHEET}[aria-label*="seed"]`).waitFor();
  const done = await pixelsOf(page, `${SHEET} canvas`);
  await page.evaluate((selector) => {
    const canvas = document.querySelector<HTMLCanvasElement>(selector)!;
    const seen = new Set<string>();
    Object.assign(globalThis, { seen });
    const look = () => {
      seen.add(canvas.toDataURL());
      requestAnimationFrame(look);
    };
    look();
  }, `${SHEET} canvas`);
  await page.check('[name="slow"]');
  await page.waitForFunction(() => (globalThis as unknown as { seen: Set<string> }).seen.size >= 5);
  await page.waitForFunction(
    ([selector, done]) => document.querySelector<HTMLCanvasElement>(selector)!.toDataURL() === done,
    [`${SHEET} canvas`, done],
  );
}, SHIPPED_ONLY);

browserTest(
  "The studio copies a link, an image, a command and the widget that draw its picture",
  async (test) => {
    const { page, server } = test;
    await openStudio(test, "#seed=12&n=1&class=4&temperature=0.8");
    await page.locator(`${SHEET}[aria-label="seed 12, class 4"]`).waitFor();
    const copied = async (name: string) => {
      await page.click(`#chosen >> text="${name}"`);
      await page.waitForFunction((before) => {
        const field = document.querySelector<HTMLTextAreaElement>("#chosen textarea")!;
        return field.value !== "" && field.value !== before;
      }, last);
      return last = await page.inputValue("#chosen textarea");
    };
    let last = "";
    assertEquals(
      await copied("Copy link"),
      `${server}/#model=mnist&seed=12&n=1&class=4&temperature=0.8`,
    );
    const tag = await copied("Copy <img>");
    const address = /src="([^"]+)"/.exec(tag)![1].replaceAll("&amp;", "&");
    const image = await fetch(address);
    assertEquals([image.status, image.headers.get("content-type")], [200, "image/png"]);
    await image.bytes();
    assertEquals(await copied("Copy curl"), `curl '${address}' -o picture.png`);
    assertMatch(await copied("Copy widget"), /<tessera-generator .*seed="12" class-label="4" temp/);
  },
  SHIPPED_ONLY,
);
