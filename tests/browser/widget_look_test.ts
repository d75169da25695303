import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertAccessible } from "../support/accessibility.ts";
import { widgetTest } from "./widget_page.ts";

const ONE = `<tessera-generator id="a" src="MODEL" seed="7" class-label="3"></tessera-generator>`;
const CONTROLLED = ONE.replace("seed", "controls seed");

widgetTest("The picture is an image with a name, and the status a live region", {
  body: ONE,
}, async (it) => {
  await it.until(`count("image") === 1`);
  const picture = it.page.getByRole("img", { name: "Generated picture, class 3, seed 7" });
  assertEquals(await picture.count(), 1);
  assertMatch(
    await it.page.getByRole("status").innerText(),
    /^Class 3, seed 7 · [\d.]+ m?s on WebAssembly$/,
  );
  assertMatch(await it.run(`return part(a, "status").title`), /WebAssembly/);
  await it.run(`a.alt = "A three"; await Promise.resolve()`);
  assertEquals(await it.page.getByRole("img", { name: "A three" }).count(), 1);
  await it.run(`a.alt = ""; await Promise.resolve()`);
  assertEquals(await it.page.getByRole("img").count(), 0);
  assertEquals(await it.run(`return count("image")`), 1, "nothing is drawn again");
});

widgetTest("The status does not chatter: it is busy while news follows news", {
  body: ONE,
}, async (it) => {
  await it.until(`count("image") === 1`);
  await it.until(`part(document.querySelector("#a"), "status").ariaBusy === "false"`);
  const busy = await it.run<string[]>(`
    const states = [];
    const status = part(a, "status");
    new MutationObserver(() => states.push(status.ariaBusy)).observe(status, { childList: true });
    for (let seed = 20; seed < 26; seed++) await a.generate({ seed });
    return states;
  `);
  assert(busy.length >= 5, `${busy.length} texts`);
  assertEquals([...new Set(busy)], ["true"]);
  await it.until(`part(document.querySelector("#a"), "status").ariaBusy === "false"`);
});

for (const scheme of ["light", "dark"] as const) {
  widgetTest(`Axe finds nothing serious, ${scheme}, with controls and with an error`, {
    body: `<div>${CONTROLLED}</div>` +
      `<tessera-generator id="b" src="MODEL" temperature="9"></tessera-generator>`,
    css: `:root { color-scheme: ${scheme}; background: Canvas; color: CanvasText }`,
    prepare: ({ page }) => page.emulateMedia({ colorScheme: scheme }),
  }, async (it) => {
    await it.until(`count("image") === 1 && count("error") === 1`);
    await assertAccessible(it.page);
  });
}

widgetTest("Nothing moves when a model, a picture or an error arrives", {
  body: `${CONTROLLED}<p>Below</p><tessera-generator id="b"></tessera-generator><p>Below</p>`,
  loads: false,
}, async (it) => {
  it.expectErrors(/404/);
  await it.run(`
    await import("SERVER/widget.js");
    await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
    self.shifts = [];
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(({ value }) => value)))
      .observe({ type: "layout-shift" });
  `);
  const boxes = `
    return [...document.querySelectorAll("p, tessera-generator")]
      .map((element) => element.getBoundingClientRect().y);
  `;
  const before = await it.run(boxes);
  await it.until(`count("image") === 1`);
  await it.run(`document.querySelector("#b").src = "SERVER/models/none/"`);
  await it.until(`count("error") === 1`);
  assertEquals(await it.run(boxes), before);
  await it.run(
    `await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))`,
  );
  assertEquals(await it.run("return shifts"), []);
});

const SIZES: [string, string, [number, number]][] = [
  ["16rem wide by default", "", [256, 256]],
  ["as wide as the page says", "tessera-generator { width: 100px }", [100, 100]],
  ["as high as the page says", "tessera-generator { width: 400px; height: 300px }", [400, 275]],
  [
    "in the proportions that the page says",
    "tessera-generator { width: 400px; --tessera-aspect-ratio: 2 }",
    [400, 200],
  ],
  ["within its column", "main { width: 150px }", [150, 150]],
];
for (const [name, css, [width, height]] of SIZES) {
  widgetTest(`The picture is ${name}, before and after it is there`, {
    body: ONE,
    css: `tessera-generator { font-size: 16px } ${css}`,
  }, async (it) => {
    const size = `
      const { width, height } = part(a, "canvas").getBoundingClientRect();
      return [Math.round(width), Math.round(height)];
    `;
    await it.run(`await customElements.whenDefined("tessera-generator")`);
    const before = await it.run(size);
    await it.until(`count("image") === 1`);
    assertEquals(await it.run(size), before);
    const [w, h] = before as number[];
    assertEquals(w, width);
    assert(Math.abs(h - height) <= 12, `${h} is not about ${height}`);
  });
}

widgetTest("Rows show as they are final, over the picture before", { body: ONE }, async (it) => {
  await it.until(`count("image") === 1`);
  const told = await it.run<{ upper: boolean; lower: boolean }[]>(`
    const before = pixels(a);
    const rows = [];
    a.addEventListener("tessera-progress", ({ detail }) => {
      const edge = (detail.rows / detail.height) * 28 * 28 * 4;
      const now = pixels(a);
      rows.push({
        edge, now,
        lower: now.slice(edge).every((value, i) => value === before[edge + i]),
      });
    });
    await a.generate({ seed: 8, class: 0 });
    const after = pixels(a);
    return rows.map(({ edge, now, lower }) => ({
      upper: now.slice(0, edge).every((value, i) => value === after[i]), lower,
    }));
  `);
  assertEquals(told.length, 7);
  assertEquals(told.map(({ lower }) => lower), Array(7).fill(true));
  assert(told.filter(({ upper }) => upper).length >= 1, JSON.stringify(told));
});
