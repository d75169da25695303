import { assert, assertEquals } from "@std/assert";
import { browserTest } from "../support/browser.ts";
import { openStudio, settledCodes, showPanel } from "./studio_page.ts";

browserTest(
  "Another model is opened with its own classes, and takes no codes of the first",
  async (test) => {
    const { page } = test;
    await openStudio(test, "#model=first&class=1&entry=7&at=0.25");
    await page.locator('#generate [aria-label="seed 7, class one"]').waitFor();
    await showPanel(page, "edit");
    assertEquals((await settledCodes(page)).length, 16);
    await showPanel(page, "blend");
    await page.locator("#blend .notice:not(:empty)").waitFor();
    await page.waitForFunction(() => /codes=.*from=/.test(location.hash));
    await page.selectOption("#model", "second");
    await page.waitForFunction(() => location.hash.includes("model=second"));
    await page.waitForFunction(() => location.hash.includes("from="));
    assert(!/[#&](codes|class|entry)=/.test(page.url()), page.url());
    await showPanel(page, "generate");
    await page.locator('#generate [aria-label="seed 7"]').waitFor();
    assert(await page.isDisabled('#settings [name="class"]'));
    await showPanel(page, "codebook");
    await page.locator("#codebook h2", { hasText: "Entry 0" }).waitFor();
    assertEquals(await page.locator('#codebook .entries [role="option"]').count(), 8);
    assertEquals(await page.locator(".failed:visible").count(), 0);
  },
  { bundles: [{ id: "first" }, { id: "second", classes: [], seed: 2 }] },
);
