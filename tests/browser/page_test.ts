import { assertEquals, assertMatch } from "@std/assert";
import { assertAccessible } from "../support/accessibility.ts";
import { browserTest } from "../support/browser.ts";

browserTest("The page at / loads without an error", async ({ page, server }) => {
  const reply = await page.goto(`${server}/`, { waitUntil: "networkidle" });
  assertEquals(reply?.status(), 200);
  assertMatch(await page.title(), /Tessera/);
  await assertAccessible(page);
});

browserTest(
  "The page at /docs shows every operation, and its links lead to schemas",
  async (test) => {
    const { page, server } = test;
    await page.goto(`${server}/docs`);
    await page.locator("#operations:not([aria-busy])").waitFor();
    const { paths, components } = await (await fetch(`${server}/openapi.json`)).json();
    const operations = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`)
    );
    const shown = await page.locator("#operations summary").evaluateAll((all) =>
      all.map((it) => [...it.querySelectorAll("code")].map((code) => code.textContent).join(" "))
    );
    assertEquals(shown.sort(), operations.sort());
    const schemas = Object.keys(components.schemas).map((name) => `#schema-${name}`);
    const links = await page.locator("#operations a").evaluateAll((all) =>
      all.map((link) => link.getAttribute("href")!)
    );
    assertEquals(links.filter((link) => !schemas.includes(link)), []);
    await page.getByText("/generate").first().click();
    assertEquals(await page.getByText("number 0…4 = 1").count() > 0, true);
    assertEquals(/undefined|\[object/.test(await page.locator("main").innerText()), false);
    await assertAccessible(page);
  },
);

browserTest("WebGPU is there, in software", async ({ page, server }) => {
  await page.goto(`${server}/docs`);
  const adapter = await page.evaluate(async () => {
    const found = await navigator.gpu.requestAdapter();
    return found && { ...{ vendor: found.info.vendor, architecture: found.info.architecture } };
  });
  assertEquals(adapter, { vendor: "google", architecture: "swiftshader" });
});
