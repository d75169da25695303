import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertAccessible } from "../support/accessibility.ts";
import { browserTest } from "../support/browser.ts";
import { SHIPPED } from "../support/golden.ts";
import { waitUntil } from "./wait_until.ts";

const MODELS = { models: new URL("..", SHIPPED).pathname };
const STATUSES = `[...document.querySelectorAll("tessera-generator")]
  .map((element) => element.shadowRoot?.querySelector("[part~=status]").textContent ?? "")`;

for (const [scheme, width] of [["light", 1280], ["dark", 360]] as const) {
  browserTest(`/embed.html draws its examples, ${scheme}, ${width} pixels wide`, async (test) => {
    const { page, server } = test;
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.addInitScript(`
      self.shifts = 0;
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shifts += value; })
        .observe({ type: "layout-shift", buffered: true });
    `);
    await page.goto(`${server}/embed.html`);
    await page.locator("#lazy").scrollIntoViewIfNeeded();
    await waitUntil(page, `${STATUSES}.every((text) => text.includes("WebAssembly"))`);
    assertEquals(await page.evaluate("document.documentElement.scrollWidth"), width);
    assert(await page.evaluate<number>("shifts") < 0.01, `${await page.evaluate("shifts")}`);
    assertMatch(
      await page.locator("#snippet").innerText(),
      /<script type="module" src="http.*\/widget\.js">/,
    );
    assertMatch(
      await page.locator("#log").innerText(),
      /#plain tessera-image \{"seed":7,"class":3/,
    );
    await assertAccessible(page);
  }, MODELS);
}

browserTest("/embed.html calls the methods, and shows errors", async (test) => {
  const { page, server } = test;
  test.expectErrors(/404/);
  await page.goto(`${server}/embed.html`);
  const status = (text: string) =>
    waitUntil(
      page,
      `document.querySelector("#called").shadowRoot.querySelector("[part~=status]").textContent.includes("${text}")`,
    );
  await status("seed 1 ·");
  await page.getByRole("button", { name: "decode(codes)" }).click();
  await status("Decoded");
  await page.getByRole("button", { name: "generate(" }).click();
  await status("Class");
  const file = await Deno.makeTempFile({ suffix: ".png" });
  try {
    await Deno.writeFile(file, await (await fetch(`${server}/generate?seed=7`)).bytes());
    await page.locator("#file").setInputFiles(file);
    await status("Decoded");
  } finally {
    await Deno.remove(file);
  }
  await page.getByRole("button", { name: "src of no model" }).click();
  await status("404");
  assertMatch(await page.locator("#log li").first().innerText(), /tessera-error .*"unreachable"/);
  await page.getByRole("button", { name: "src as it was" }).click();
  await status("seed 1 ·");
}, MODELS);

browserTest("/embed.html copies the snippet", async ({ page, server }) => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${server}/embed.html`);
  await waitUntil(page, `document.querySelector("#snippet").textContent !== ""`);
  await page.getByRole("button", { name: "Copy" }).click();
  await waitUntil(page, `document.querySelector("#copied").textContent === "Copied"`);
  const copied = await page.evaluate("navigator.clipboard.readText()");
  assertEquals(copied, await page.locator("#snippet").textContent());
}, MODELS);
