import { browserTest } from "../support/browser.ts";
import { openStudio, SHIPPED_ONLY } from "./studio_page.ts";

const BASE = "/some/where";

browserTest("The pages work below BASE_PATH", async (test) => {
  const { page } = test;
  const server = test.server + BASE;
  await openStudio({ ...test, server });
  await page.goto(`${server}/docs`);
  await page.locator("h2", { hasText: "Schemas" }).waitFor();
  await page.goto(`${server}/embed.html`);
  await page.locator("#snippet", { hasText: `${server}/models/mnist/` }).waitFor();
}, { ...SHIPPED_ONLY, env: { BASE_PATH: BASE } });
