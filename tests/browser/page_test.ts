import { assertEquals, assertMatch } from "@std/assert";
import { assertAccessible } from "../support/accessibility.ts";
import { browserTest } from "../support/browser.ts";

browserTest("The page at / loads without an error", async ({ page, server }) => {
  const reply = await page.goto(`${server}/`, { waitUntil: "networkidle" });
  assertEquals(reply?.status(), 200);
  assertMatch(await page.title(), /Tessera/);
  await assertAccessible(page);
});

browserTest("WebGPU is there, in software", async ({ page, server }) => {
  await page.goto(`${server}/docs`);
  const adapter = await page.evaluate(async () => {
    const found = await navigator.gpu.requestAdapter();
    return found && { ...{ vendor: found.info.vendor, architecture: found.info.architecture } };
  });
  assertEquals(adapter, { vendor: "google", architecture: "swiftshader" });
});
