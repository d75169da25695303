import { assertEquals, assertMatch } from "@std/assert";
import { browserTest } from "../support/browser.ts";
import { openStudio, SHIPPED_ONLY } from "./studio_page.ts";

const ENGINE = "#engine.failed";

browserTest(
  "A server that is away is said in one sentence",
  async ({ page, server, expectErrors }) => {
    expectErrors(/ERR_FAILED/);
    await page.route("**/models", (route) => route.abort());
    await page.goto(`${server}/`);
    await page.locator(ENGINE).waitFor();
    assertEquals(
      await page.innerText(ENGINE),
      "The server cannot be reached: start it, then reload this page.",
    );
  },
  SHIPPED_ONLY,
);

browserTest("A corrupted model is said where its pictures would be", async ({ page, server }) => {
  await page.route("**/models/mnist/**", async (route) => {
    const reply = await route.fetch();
    const body = await reply.body();
    if (!route.request().url().includes("manifest")) body[body.length - 1] ^= 1;
    await route.fulfill({ response: reply, body });
  });
  await page.goto(`${server}/`);
  await page.locator(ENGINE).waitFor();
  const sentence = await page.innerText(ENGINE);
  assertMatch(sentence, /^Cannot .*mnist.*: expected /);
  assertEquals(await page.innerText("#chosen .notice.failed"), sentence);
}, SHIPPED_ONLY);

browserTest("A backend that is not there is said, and another one goes on", async (test) => {
  const { page } = test;
  await page.route("**/runtime/worker.js", async (route) => {
    const reply = await route.fetch();
    const without = "Object.defineProperty(navigator, 'gpu', { value: undefined });\n";
    await route.fulfill({ response: reply, body: without + await reply.text() });
  });
  await openStudio(test);
  await page.selectOption("#backend", "webgpu");
  await page.locator(ENGINE).waitFor();
  const sentence = await page.innerText(ENGINE);
  assertMatch(sentence, /^Cannot use WebGPU/);
  await page.locator("#chosen .notice.failed").waitFor();
  assertEquals(await page.innerText("#chosen .notice.failed"), sentence);
  await page.selectOption("#backend", "wasm");
  await page.locator("#engine", { hasText: "WebAssembly, opened in" }).waitFor();
  await page.locator("#chosen .notice", { hasText: "16 pictures" }).waitFor();
  assertEquals(await page.locator(".failed:visible").count(), 0);
}, SHIPPED_ONLY);
