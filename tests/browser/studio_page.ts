import type { Page } from "../../vendor/playwright/playwright.ts";
import { SHIPPED } from "../support/golden.ts";
import type { BrowserTest } from "../support/browser.ts";

/** The shipped bundle, so that what the studio draws can be compared with the golden codes. */
export const SHIPPED_ONLY = { models: new URL("..", SHIPPED).pathname };

/** Opens the studio and waits until its model is open. @param hash Of the address, from `#` on. */
export async function openStudio({ page, server }: BrowserTest, hash = ""): Promise<void> {
  await page.goto(`${server}/${hash}`);
  await page.locator("#engine", { hasText: "opened in" }).waitFor();
}

/** Shows a panel. */
export async function showPanel(page: Page, tab: string): Promise<void> {
  await page.click(`#tab-${tab}`);
}

/** Waits until the panel of codes has judged its picture, which it does last. */
export async function settledCodes(page: Page): Promise<number[]> {
  await page.locator('#edit [role="gridcell"][aria-label$=" nats"]').first().waitFor();
  return await codesOfBoard(page, "#edit");
}

/** The codes of a panel's board, `[gh * gw]`. */
export async function codesOfBoard(page: Page, panel: string): Promise<number[]> {
  const names = await page.locator(`${panel} [role="gridcell"]`)
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("aria-label")!));
  return names.map((name) => Number(/code (\d+)/.exec(name)![1]));
}

/** What a canvas shows, as an address that holds it: equal if and only if the pixels are. */
export async function pixelsOf(page: Page, selector: string): Promise<string> {
  return await page.locator(selector).first()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** Waits until a canvas shows something else. */
export async function changed(page: Page, selector: string, before: string): Promise<void> {
  await page.waitForFunction(
    ([selector, before]) =>
      document.querySelector<HTMLCanvasElement>(selector)!.toDataURL() !== before,
    [selector, before],
  );
}
