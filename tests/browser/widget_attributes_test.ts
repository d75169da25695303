import { assert, assertEquals } from "@std/assert";
import { widgetTest } from "./widget_page.ts";

const ONE = `<tessera-generator id="a" src="MODEL" seed="7"></tessera-generator>`;

widgetTest(
  "tessera-generator reflects each property as its attribute",
  { body: "" },
  async (it) => {
    const told = await it.run(`
    await customElements.whenDefined("tessera-generator");
    const element = document.createElement("tessera-generator");
    const names = ["src", "seed", "classLabel", "temperature", "topK", "topP", "backend", "controls", "loading", "alt"];
    const before = names.map((name) => element[name]);
    Object.assign(element, {
      src: "/m/", seed: 7, classLabel: 3, temperature: 0.5, topK: 4, topP: 0.9,
      backend: "wasm", controls: true, loading: "lazy", alt: "x",
    });
    const html = element.outerHTML;
    const after = names.map((name) => element[name]);
    for (const name of names) element[name] = null;
    return { before, html, after, empty: element.outerHTML };
  `);
    assertEquals(told, {
      before: ["", null, null, null, null, null, "auto", false, "eager", null],
      html: `<tessera-generator src="/m/" seed="7" class-label="3" temperature="0.5" top-k="4" ` +
        `top-p="0.9" backend="wasm" controls="" loading="lazy" alt="x"></tessera-generator>`,
      after: ["/m/", 7, 3, 0.5, 4, 0.9, "wasm", true, "lazy", "x"],
      empty: "<tessera-generator></tessera-generator>",
    });
  },
);

widgetTest("tessera-generator takes properties that were set before it was defined", {
  body: `<tessera-generator id="a"></tessera-generator>`,
  loads: false,
}, async (it) => {
  await it.run(`a.src = "MODEL"; a.seed = 7; a.classLabel = 3; await import("SERVER/widget.js");`);
  await it.until(`count("image") === 1`);
  const [{ detail }] = await it.events("image");
  assertEquals([detail.seed, detail.class], [7, 3]);
});

widgetTest(
  "tessera-generator draws once for attributes changed together",
  { body: ONE },
  async (it) => {
    await it.until(`count("image") === 1`);
    await it.run(`a.seed = 8; a.temperature = 0.5; a.classLabel = 2; a.seed = 9;`);
    await it.until(`count("image") >= 2`);
    await it.page.waitForTimeout(500);
    const images = await it.events("image");
    assertEquals(images.map(({ detail }) => [detail.seed, detail.class]).slice(1), [[9, 2]]);
  },
);

widgetTest("tessera-generator shows the newest of many changes, whatever came between", {
  body: ONE,
}, async (it) => {
  await it.until(`count("image") === 1`);
  await it.run(`
    for (let seed = 100; seed < 130; seed++) {
      a.seed = seed;
      await new Promise((resolve) => setTimeout(resolve, seed % 5));
    }
  `);
  await it.until(`recorded.at(-1).type === "image" && recorded.at(-1).detail.seed === 129`);
  const shown = await it.run("return pixels(a)");
  await it.page.waitForTimeout(500);
  const seeds = (await it.events("image"))
    .map(({ detail }) => detail.seed);
  assertEquals(seeds, seeds.toSorted((x, y) => x - y));
  assertEquals(seeds.at(-1), 129);
  const detail = (await it.events()).at(-1)!.detail;
  const picture = await it.run(`
    return [...(await a.decode(${JSON.stringify(detail.codes)})).data]
  `);
  assertEquals(picture, shown);
  assertEquals(await it.run(`return count("error")`), 0);
});

widgetTest("tessera-generator draws a random seed and reports it", {
  body: `<tessera-generator id="a" src="MODEL"></tessera-generator>` +
    `<tessera-generator id="b" src="MODEL"></tessera-generator>`,
}, async (it) => {
  await it.until(`count("image") === 2`);
  const images = await it.events("image");
  const [seed, other] = images.map(({ detail }) => detail.seed);
  assert(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, `${seed}`);
  assert(seed !== other, "two elements drew the same seed");
  const [{ id }] = images;
  const status = await it.run<string>(`return statusOf(document.querySelector("#${id}"))`);
  assert(status.includes(`seed ${seed} · `), status);
  await it.run(`document.querySelector("#${id}").temperature = 0.5`);
  await it.until(`count("image") === 3`);
  assertEquals((await it.events()).at(-1)!.detail.seed, seed, "a change keeps the seed");
});

const BAD: [string, string, string][] = [
  ["seed", "-1", "seed to be a whole number in [0, 4294967295]"],
  ["seed", "seven", "seed to be a whole number in [0, 4294967295]"],
  ["class-label", "10", "class-label to be a class's name, or an index in [0, 9]"],
  ["temperature", "5", "temperature to be a number in [0, 4]"],
  ["top-k", "0", "top-k to be a whole number in [1, 32]"],
  ["top-p", "0", "top-p to be a number in (0, 1]"],
  ["backend", "gpu", "backend to be one of auto, webgpu, wasm"],
  ["loading", "soon", "loading to be one of eager, lazy"],
  ["controls", "all", "controls to be empty or some of new, seed, class, temperature, download"],
];
widgetTest("tessera-generator says which attribute is wrong, and draws when it is right", {
  body: ONE,
}, async (it) => {
  await it.until(`count("image") === 1`);
  for (const [attribute, value, rule] of BAD) {
    const before = (await it.events()).length;
    await it.run(`a.setAttribute("${attribute}", "${value}")`);
    await it.until(`recorded.length > ${before}`);
    const message = `Cannot draw: expected ${rule}, got "${value}"`;
    assertEquals((await it.events()).slice(before), [
      { type: "error", id: "a", detail: { code: "invalid", message } },
    ]);
    assertEquals(await it.run("return statusOf(a)"), message);
    const images = await it.run(`return count("image")`);
    await it.run(attribute === "seed" ? "a.seed = 7" : `a.removeAttribute("${attribute}")`);
    await it.until(`count("image") === ${images} + 1`);
  }
});

widgetTest("tessera-generator draws again when it is added back, and not when it is moved", {
  body: `${ONE}<section></section>`,
}, async (it) => {
  await it.until(`count("image") === 1`);
  await it.run(`document.querySelector("section").append(a)`);
  await it.page.waitForTimeout(300);
  assertEquals(await it.run(`return count("image")`), 1);
  assertEquals(it.page.workers().length, 1);
  await it.run(`self.kept = a; a.remove()`);
  await it.workers(0);
  await it.run(`document.body.append(kept)`);
  await it.until(`count("image") === 2`);
  assertEquals(await it.run(`return count("ready")`), 2);
});

widgetTest(
  "tessera-generator follows src to another model, and back",
  { body: ONE },
  async (it) => {
    await it.until(`count("image") === 1`);
    await it.run(`a.src = "SERVER/models/none/"; await Promise.resolve(); a.src = "MODEL"`);
    await it.until(`count("image") === 2`);
    assertEquals(await it.run(`return count("error")`), 0);
    assertEquals(await it.run("return statusOf(a)").then((text) => /seed 7/.test(`${text}`)), true);
    await it.run(`a.removeAttribute("src")`);
    await it.until(`statusOf(document.querySelector("#a")) === "No model: src is not set"`);
    await it.workers(0);
  },
);

widgetTest("widget.js may be loaded twice, from two addresses", { body: ONE }, async (it) => {
  await it.until(`count("image") === 1`);
  await it.run(`await import("SERVER/widget.js?again")`);
  await it.run(`a.seed = 8`);
  await it.until(`count("image") === 2`);
});
