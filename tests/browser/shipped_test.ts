import { assert, assertEquals } from "@std/assert";
import type { Page } from "../../vendor/playwright/playwright.ts";
import { browserTest } from "../support/browser.ts";
import { goldenCodes, SHIPPED } from "../support/golden.ts";

const MODELS = { models: new URL("../", SHIPPED).pathname.replace(/\/$/, "") };

/** Draws seeds of the shipped bundle in a page's worker. */
function draw(page: Page, server: string, asks: { backend: string; seeds: number }) {
  return page.evaluate(async ({ server, backend, seeds }) => {
    const worker = new Worker(`${server}/runtime/worker.js`, { type: "module" });
    // deno-lint-ignore no-explicit-any
    const call = (name: string, asks: unknown) =>
      new Promise<any>((resolve, reject) => {
        worker.onmessage = ({ data }) =>
          data.error ? reject(data.error.message) : resolve(data.value);
        worker.onerror = ({ message }) => reject(message);
        worker.postMessage({ id: 1, name, asks });
      });
    const opened = await call("open", { src: `${server}/models/mnist/`, backend });
    const requests = Array.from({ length: seeds }, (_, seed) => ({ seed }));
    const { images, passes, milliseconds } = await call("draw", { requests, progress: false });
    worker.terminate();
    return {
      backend: opened.backend as string,
      openMilliseconds: opened.openMilliseconds as number,
      milliseconds: milliseconds as number,
      passes: passes as number | undefined,
      codes: images.map(({ codes }: { codes: Uint32Array }) => Array.from(codes)) as number[][],
      ink: images.map(({ picture }: { picture: { rgba: Uint8ClampedArray } }) => {
        return picture.rgba.filter((value, i) => i % 4 === 0 && value > 127).length;
      }) as number[],
    };
  }, { server, ...asks });
}

browserTest("Chromium draws the golden codes of 100 seeds on the edge kernels", async (test) => {
  await test.page.goto(`${test.server}/docs`);
  const { backend, codes } = await draw(test.page, test.server, { backend: "wasm", seeds: 100 });
  assertEquals(backend, "wasm");
  assertEquals(codes.length, 100);
  codes.forEach((drawn, seed) => assertEquals(drawn, [...goldenCodes(seed)], `seed ${seed}`));
}, MODELS);

browserTest(
  "Chromium draws a golden digit from the ONNX files on WebGPU, in fewer passes than codes",
  async (test) => {
    await test.page.goto(`${test.server}/docs`);
    const { backend, codes, passes, ink } = await draw(test.page, test.server, {
      backend: "webgpu",
      seeds: 1,
    });
    assertEquals(backend, "webgpu");
    codes.forEach((drawn, seed) => assertEquals(drawn, [...goldenCodes(seed)], `seed ${seed}`));
    assert(passes! < 49, `${passes} passes`);
    for (const pixels of ink) assert(pixels > 30 && pixels < 300, `${pixels} bright pixels`);
  },
  MODELS,
);
