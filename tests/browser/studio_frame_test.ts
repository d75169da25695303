import { assert, assertEquals } from "@std/assert";
import { assertAccessible } from "../support/accessibility.ts";
import { browserTest } from "../support/browser.ts";
import { openStudio, SHIPPED_ONLY, showPanel } from "./studio_page.ts";

const PANELS = ["generate", "edit", "draw", "codebook", "blend"];

/** Where each panel's work has ended. */
const DONE: Readonly<Record<string, string>> = {
  generate: "#chosen .notice:not(:empty)",
  edit: "#edit .tools .facts:not(:empty)",
  draw: "#draw .notice:not(:empty)",
  codebook: "#codebook .entry h2:not(:empty)",
  blend: "#blend .notice:not(:empty)",
};

for (const scheme of ["light", "dark"] as const) {
  browserTest(`Every panel is accessible and 360 px wide, ${scheme}`, async (test) => {
    const { page } = test;
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 360, height: 740 });
    await openStudio(test);
    for (const panel of PANELS) {
      await showPanel(page, panel);
      await page.locator(DONE[panel]).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(width <= 360, `${panel} is ${width} px wide`);
      await assertAccessible(page);
    }
  }, SHIPPED_ONLY);
}

for (const [width, height] of [[1280, 800], [360, 740]]) {
  browserTest(`Nothing moves as the studio opens, ${width} px wide`, async (test) => {
    const { page } = test;
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          shifts.push((entry as PerformanceEntry & { value: number }).value);
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await openStudio(test);
    await page.locator('#generate [aria-label^="seed 22,"]').waitFor();
    await page.waitForTimeout(300); // The observer is notified a frame later.
    const { shifts, paint } = await page.evaluate(() => ({
      shifts: (globalThis as unknown as { shifts: number[] }).shifts,
      paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    }));
    assertEquals(shifts, []);
    console.log(`first paint of the studio after ${paint.toFixed(0)} ms, ${width} px wide`);
    assert(paint > 0 && paint < 10_000); // Other work on the machine decides the rest.
  }, SHIPPED_ONLY);
}

browserTest(
  "Without its script the studio shows its whole frame, and says what it needs",
  async (test) => {
    const { page, server, expectErrors } = test;
    expectErrors(/studio\.js/);
    await page.route("**/studio.js", (route) => route.abort());
    await page.goto(`${server}/`);
    for (const part of [".bar", ".tabs", "#settings", "#sheet", "footer"]) {
      assert(await page.locator(part).isVisible(), part);
    }
    assertEquals(await page.locator("footer a").count(), 5);
  },
  SHIPPED_ONLY,
);

browserTest("Arrows choose the tabs, and only the chosen one is reached by Tab", async (test) => {
  const { page } = test;
  await openStudio(test);
  await page.focus("#tab-generate");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assertEquals(await page.evaluate(() => document.activeElement!.id), "tab-draw");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowRight");
  assertEquals(await page.evaluate(() => document.activeElement!.id), "tab-generate");
  assertEquals(await page.locator('[role="tab"][tabindex="-1"]').count(), 4);
  assertEquals(await page.locator('[role="tabpanel"]:visible').count(), 1);
}, SHIPPED_ONLY);
