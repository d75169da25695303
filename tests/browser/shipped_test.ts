import { assert, assertEquals } from "@std/assert";
import type { Page } from "../../vendor/playwright/playwright.ts";
import { browserTest } from "../support/browser.ts";
import type { CallName, Calls } from "../../web/runtime/messages.ts";
import { GOLDEN_SEEDS } from "../../scripts/golden/golden_image.ts";
import { WireCount } from "../../bench/wire_count.ts";
import { goldenCodes, SHIPPED } from "../support/golden.ts";

const MODELS = { models: new URL("../", SHIPPED).pathname.replace(/\/$/, "") };

/** Draws seeds of the shipped bundle in a page's worker. */
function draw(page: Page, server: string, asks: { backend: "wasm" | "webgpu"; seeds: number }) {
  return page.evaluate(async ({ server, backend, seeds }) => {
    const worker = new Worker(`${server}/runtime/worker.js`, { type: "module" });
    const call = <Name extends CallName>(name: Name, asks: Calls[Name]["asks"]) =>
      new Promise<Calls[Name]["gives"]>((resolve, reject) => {
        worker.onmessage = ({ data }) =>
          data.error ? reject(data.error.message) : resolve(data.value);
        worker.onerror = ({ message }) => reject(message);
        worker.postMessage({ id: 1, name, asks });
      });
    const { backend: used } = await call("open", { src: `${server}/models/mnist/`, backend });
    const requests = Array.from({ length: seeds }, (_, seed) => ({ seed }));
    const { images, passes } = await call("draw", { requests, progress: false });
    worker.terminate();
    return {
      backend: used,
      passes,
      codes: images.map(({ codes }) => Array.from(codes)),
      ink: images.map(({ picture: { rgba } }) => {
        return rgba.filter((value, i) => i % 4 === 0 && value > 127).length;
      }),
    };
  }, { server, ...asks });
}

browserTest("Chromium draws the golden codes of all seeds on the WASM kernels", async (test) => {
  await test.page.goto(`${test.server}/docs`);
  const { backend, codes } = await draw(test.page, test.server, {
    backend: "wasm",
    seeds: GOLDEN_SEEDS,
  });
  assertEquals(backend, "wasm");
  assertEquals(codes.length, GOLDEN_SEEDS);
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

browserTest(
  "The widget on another site shows a digit after 1.2 MB, models included, without WebGPU",
  async (test) => {
    await using wire = new WireCount(test.server);
    await test.page.goto(test.host({
      html: `<!doctype html><title>Host</title><script type="module" src="${wire.url}/widget.js">` +
        `</script><tessera-generator src="${wire.url}/models/mnist/" backend="wasm" seed="7">`,
    }));
    const canvas = test.page.getByRole("img", { name: "seed 7" });
    await canvas.waitFor();
    assert(wire.bytes < 1.2e6, `${wire.bytes} bytes`);
    assert(wire.bytes > 1e6, `${wire.bytes} bytes: was the model fetched?`);
  },
  MODELS,
);
