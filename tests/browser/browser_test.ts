import { assert } from "@std/assert";
import { browserTest } from "../support/browser.ts";

browserTest("browserTest() sees what goes wrong in pages and workers", async (test) => {
  const { page, server, errors } = test;
  await page.goto(`${server}/docs`);
  for (
    const [text, provoke] of [
      ["told", () => console.error("told")],
      ["thrown", () =>
        queueMicrotask(() => {
          throw new Error("thrown");
        })],
      ["Content Security Policy", () => {
        const image = document.createElement("img");
        image.src = "https://a.example/";
        document.body.append(image);
      }],
      ["404", () => void fetch("/none")],
    ] as const
  ) {
    await page.evaluate(provoke);
    await seen(text);
  }
  await page.goto("about:blank");
  await page.evaluate(() => void new Worker("data:text/javascript,console.error('at work')"));
  await seen("at work");
  test.expectErrors(/./);

  async function seen(text: string): Promise<void> {
    for (let i = 0; i < 100 && !errors.some((it) => it.includes(text)); i++) {
      await page.waitForTimeout(50);
    }
    assert(errors.some((it) => it.includes(text)), `${text} is not among ${errors}`);
  }
});
