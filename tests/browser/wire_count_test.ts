import { assert } from "@std/assert";
import { browserTest } from "../support/browser.ts";
import { WireCount } from "../../bench/wire_count.ts";

browserTest("WireCount counts the script of a worker, packed", async ({ page, server }) => {
  await using wire = new WireCount(server);
  await page.goto(`${wire.url}/docs`, { waitUntil: "networkidle" });
  const before = wire.bytes;
  const answer = await page.evaluate((url) =>
    new Promise<string>((resolve) => {
      const worker = new Worker(url, { type: "module" });
      worker.onmessage = ({ data }) => resolve(data.error.code);
      worker.postMessage({ id: 1, name: "open", asks: { src: `${url}/none/`, backend: "wasm" } });
    }), `${wire.url}/runtime/worker.js`);
  assert(answer === "unreachable", answer);
  const { size } = await Deno.stat(new URL("../../static/runtime/worker.js", import.meta.url));
  const loaded = wire.bytes - before;
  assert(loaded > size / 5 && loaded < size / 2, `${loaded} of ${size}`);
});
