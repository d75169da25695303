import { assertEquals } from "@std/assert";
import { AXE_SOURCE, type AxeResults } from "../../vendor/axe/axe.ts";
import type { Page } from "../../vendor/playwright/playwright.ts";

/**
 * Fails where axe finds what keeps people out, in the page as it is now, shadow roots included. What axe can't decide
 * by itself is no finding.
 *
 * @param selector Of the part to check; default the whole page.
 */
export async function assertAccessible(page: Page, selector = "html"): Promise<void> {
  await page.evaluate(AXE_SOURCE);
  const expression = `axe.run(${JSON.stringify(selector)}, { resultTypes: ["violations"] })`;
  const { violations, passes } = await page.evaluate(expression) as AxeResults;
  const found = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(", ")}`);
  assertEquals(found, []);
  assertEquals(passes.length > 0, true, "axe looked at nothing");
}
