import { assertEquals } from "@std/assert";
import { assertAccessible } from "../support/accessibility.ts";
import { goldenCodes } from "../support/golden.ts";
import { widgetTest } from "./widget_page.ts";

const POLICY = "default-src 'none'; script-src SERVER 'wasm-unsafe-eval'; connect-src SERVER; " +
  "worker-src blob: SERVER; img-src data: blob:";
const ISOLATED = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
};
const CONTROLLED = `<tessera-generator id="a" src="MODEL" seed="7" controls></tessera-generator>`;
const THREE = ["a", "b", "c"]
  .map((id, seed) =>
    `<tessera-generator id="${id}" src="MODEL" seed="${seed}"></tessera-generator>`
  )
  .join("");

for (
  const [name, headers] of [
    ["under the stated policy", { "content-security-policy": POLICY }],
    ["isolated by COOP and COEP", ISOLATED],
    ["under the stated policy and isolated", { "content-security-policy": POLICY, ...ISOLATED }],
  ] as const
) {
  widgetTest(`A page of another site ${name} draws, styled`, {
    body: CONTROLLED,
    headers,
  }, async (it) => {
    await it.until(`count("image") === 1`);
    const [{ detail }] = await it.events("image");
    assertEquals([detail.codes.flat(), detail.backend], [[...goldenCodes(7)], "wasm"]);
    const isIsolated = headers !== undefined && "cross-origin-opener-policy" in headers;
    assertEquals(await it.run("return crossOriginIsolated"), isIsolated);
    assertEquals(
      await it.run(`return getComputedStyle(part(a, "canvas")).imageRendering`),
      "pixelated",
    );
    const download = it.page.waitForEvent("download");
    await it.page.getByRole("button", { name: "Download PNG" }).click();
    assertEquals((await download).suggestedFilename(), "mnist-seed-7.png");
    // Axe is a script of its own, which a policy of the page's forbids.
    if (!("content-security-policy" in headers)) await assertAccessible(it.page);
  });
}

widgetTest("Widgets of one model share its worker, which ends with the last", {
  body: THREE,
}, async (it) => {
  await it.until(`count("image") === 3`);
  assertEquals(it.page.workers().length, 1);
  assertEquals(await it.run(`return count("ready")`), 3);
  const images = (await it.events("image")).toSorted((x, y) => x.detail.seed - y.detail.seed);
  assertEquals(
    images.map(({ detail }) => detail.codes.flat()),
    [0, 1, 2].map((seed) => [...goldenCodes(seed)]),
  );
  await it.run(`a.remove(); document.querySelector("#b").remove()`);
  await it.run(`document.querySelector("#c").seed = 9`);
  await it.until(`count("image") === 4`);
  assertEquals(it.page.workers().length, 1);
  await it.run(`document.querySelector("#c").remove()`);
  await it.workers(0);
});

widgetTest("A lazy widget fetches nothing until it is nearly in view", {
  body: `<div></div><tessera-generator src="MODEL" seed="1" loading="lazy"></tessera-generator>`,
  css: "div { height: 4000px }",
}, async (it) => {
  await it.run(`await customElements.whenDefined("tessera-generator")`);
  await it.page.waitForTimeout(1000);
  assertEquals([it.page.workers().length, await it.run("return statusOf(a)")], [0, ""]);
  await it.run(`a.seed = 5`);
  await it.run(`scrollTo(0, 3000)`);
  await it.until(`count("image") === 1`);
  assertEquals((await it.events("image"))[0].detail.codes.flat(), [...goldenCodes(5)]);
  await it.run(`scrollTo(0, 0); a.seed = 6`);
  await it.until(`count("image") === 2`);
});
