import type { Page } from "../../vendor/playwright/playwright.ts";

/** Milliseconds of a wait: the machine may have other work. */
const PATIENCE = 120_000;

/**
 * Waits until an expression holds in a page. Not by `waitForFunction()`, which evaluates in the page later, where its
 * policy may forbid it.
 */
export async function waitUntil(page: Page, expression: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; !await page.evaluate(expression);) {
    if (Date.now() > end) {
      throw new Error(`Cannot go on: expected ${expression}, got no such state in time`);
    }
    await page.waitForTimeout(20);
  }
}
