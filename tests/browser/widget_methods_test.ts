import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { goldenCodes } from "../support/golden.ts";
import { widgetTest } from "./widget_page.ts";

const LAZY =
  `<tessera-generator id="a" src="MODEL" seed="7" loading="lazy" hidden></tessera-generator>`;
const ONE = `<tessera-generator id="a" src="MODEL" seed="7" class-label="3"></tessera-generator>`;

widgetTest("generate() draws the golden codes", { body: LAZY }, async (it) => {
  const drawn = await it.run<number[][][]>(`
    await customElements.whenDefined("tessera-generator");
    const grids = [];
    for (let seed = 0; seed < 100; seed++) grids.push((await a.generate({ seed })).codes);
    return grids;
  `);
  for (const [seed, rows] of drawn.entries()) {
    assertEquals(rows.flat(), [...goldenCodes(seed)], `seed ${seed}`);
  }
  assertEquals(drawn.length, 100);
});

widgetTest(
  "tessera-generator dispatches events for the model, each row and the picture, through shadows",
  {
    body: "<div></div>",
  },
  async (it) => {
    await it.run(`
    await customElements.whenDefined("tessera-generator");
    const element = document.createElement("tessera-generator");
    Object.assign(element, { id: "a", src: "MODEL", seed: 7, classLabel: 3 });
    const host = document.querySelector("div");
    self.targets = [];
    document.addEventListener("tessera-image", ({ target }) => targets.push(target === host));
    host.id = "outer";
    host.attachShadow({ mode: "open" }).append(element);
  `);
    await it.until(`count("image") === 1`);
    assertEquals(await it.run("return targets"), [true]);
    const events = await it.events();
    const types = ["ready", ...Array(7).fill("progress"), "image"];
    assertEquals(events.map(({ type }) => type), types);
    const [ready, ...rest] = events.map(({ detail }) => detail);
    assertEquals(Object.keys(ready).sort(), ["backend", "milliseconds", "reason", "version"]);
    assertEquals(ready.backend, "wasm");
    assert(ready.milliseconds > 0 && ready.reason.length > 10);
    const image = rest.at(-1);
    assertEquals([image.seed, image.class, image.backend], [7, 3, "wasm"]);
    assert(image.milliseconds > 0 && image.logLikelihood < 0);
    assertEquals([image.codes.length, ...new Set(image.codes.map((row: number[]) => row.length))], [
      7,
      7,
    ]);
    for (const [index, { seed, rows, height, codes }] of rest.slice(0, -1).entries()) {
      assertEquals([seed, rows, height], [7, index + 1, 7]);
      assertEquals(codes, image.codes.slice(0, rows));
    }
  },
);

widgetTest("tessera-generator draws what the server draws", { body: ONE }, async (it) => {
  await it.until(`count("image") === 1`);
  const { codes, logLikelihood } = (await it.events()).at(-1)!.detail;
  const query = "seed=7&class=3";
  const reply = await fetch(`${it.server}/generate?${query}`, {
    headers: { accept: "application/json" },
  });
  const [image] = (await reply.json()).data;
  assertEquals(codes, image.codes);
  assertAlmostEquals(logLikelihood, image.log_likelihood, 1e-9);
  const same = await it.run(`
    const png = await createImageBitmap(await (await fetch("SERVER/generate?${query}")).blob());
    const canvas = new OffscreenCanvas(png.width, png.height);
    canvas.getContext("2d").drawImage(png, 0, 0);
    const expected = canvas.getContext("2d").getImageData(0, 0, png.width, png.height).data;
    return { equal: pixels(a).every((value, i) => value === expected[i]), count: expected.length };
  `);
  assertEquals(same, { equal: true, count: 28 * 28 * 4 });
});

widgetTest("generate() takes options, keeps codes and leaves the attributes alone", {
  body: ONE,
}, async (it) => {
  const [plain, kept, flat] = await it.run<{ codes: number[][]; seed: number; class: number }[]>(`
    const plain = await a.generate({ seed: 11, class: 5, temperature: 0.5, topK: 8, topP: 0.9, guidance: 1.5 });
    const keep = plain.codes.map((row, y) => row.map((code) => y < 3 ? code : null));
    return [
      plain,
      await a.generate({ seed: 12, classLabel: 5, codes: keep }),
      await a.generate({ seed: 12, class: 5, codes: keep.flat() }),
    ];
  `);
  const query = "seed=11&class=5&temperature=0.5&top_k=8&top_p=0.9&guidance=1.5";
  const reply = await fetch(`${it.server}/generate?${query}`, {
    headers: { accept: "application/json" },
  });
  assertEquals(plain.codes, (await reply.json()).data[0].codes);
  assertEquals([plain.seed, plain.class], [11, 5]);
  assertEquals(kept.codes.slice(0, 3), plain.codes.slice(0, 3));
  assertEquals(flat, { ...flat, codes: kept.codes });
  assertEquals(await it.run("return [a.seed, a.classLabel, a.temperature]"), [7, 3, null]);
});

widgetTest("decode() shows and gives the picture of codes", { body: ONE }, async (it) => {
  await it.until(`count("image") === 1`);
  const told = await it.run<Record<string, unknown>>(`
    const { codes } = recorded.at(-1).detail;
    const before = pixels(a);
    const changed = codes.map((row) => row.map((code) => (code + 1) % 32));
    const other = await a.decode(changed);
    const shown = pixels(a);
    const again = await a.decode(Uint32Array.from(codes.flat()));
    return {
      other: [other instanceof ImageData, other.width, other.height],
      shows: shown.every((value, i) => value === other.data[i]),
      differs: shown.some((value, i) => value !== before[i]),
      same: before.every((value, i) => value === again.data[i]),
      status: statusOf(a),
    };
  `);
  assertEquals({ ...told, status: 0 }, {
    other: [true, 28, 28],
    shows: true,
    differs: true,
    same: true,
    status: 0,
  });
  assert(/^Decoded · [\d.]+ m?s on WebAssembly$/.test(`${told.status}`), `${told.status}`);
});

widgetTest(
  "encode() takes every holder of a picture, as the server does",
  { body: ONE },
  async (it) => {
    const told = await it.run<{ codes: number[][][]; server: number[][]; seen: number[] }>(`
    const blob = await (await fetch("SERVER/generate?seed=7&class=3&scale=3")).blob();
    const bitmap = await createImageBitmap(blob);
    const canvas = document.createElement("canvas");
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    const codes = [];
    let seen;
    for (const holder of [blob, bitmap, canvas, image, pixels]) {
      const encoded = await a.encode(holder);
      codes.push(encoded.codes);
      seen = [encoded.seen, encoded.reconstruction].map((it) => it instanceof ImageData && it.width);
    }
    const reply = await fetch("SERVER/encode", {
      method: "POST", body: blob, headers: { "content-type": "image/png" },
    });
    return { codes, seen, server: (await reply.json()).codes, left: pixels.data.length };
  `);
    assertEquals(told.codes, Array(5).fill(told.server));
    assertEquals(told.seen, [28, 28]);
  },
);

widgetTest("encode() draws a picture of more than 4096 pixels down", { body: ONE }, async (it) => {
  const codes = await it.run<number[][]>(`
    const canvas = document.createElement("canvas");
    canvas.width = 5000;
    canvas.height = 40;
    canvas.getContext("2d").fillRect(0, 0, 5000, 40);
    return (await a.encode(canvas)).codes;
  `);
  assertEquals([codes.length, codes[0].length], [7, 7]);
});

const REFUSALS: [string, string][] = [
  [
    "a.encode(new Blob(['no picture']))",
    "Cannot encode the image: expected the browser to be able",
  ],
  ["a.encode(new OffscreenCanvas(0, 5))", "Cannot encode the image: expected a size"],
  ["a.decode([[1, 2], [3, 4]])", "expected 49 codes, got 4"],
  ["a.decode(Array(49).fill(32))", "code to be a whole number in [0, 31], got [32]"],
  ["a.generate({ topP: 0 })", "Cannot draw: expected topP to be a number in (0, 1], got [0]"],
];
widgetTest("The methods reject with a code and a message", { body: ONE }, async (it) => {
  await it.until(`count("image") === 1`);
  for (const [call, message] of REFUSALS) {
    const told = await it.run<string[]>(
      `return await ${call}.catch(({ name, code, message }) => [name, code, message])`,
    );
    assertEquals(told.slice(0, 2), ["PageModelError", "invalid"], call);
    assert(told[2].includes(message), told[2]);
  }
  await it.run("await a.generate({ seed: 3 })");
  assertEquals((await it.events()).at(-1)!.detail.seed, 3, "the element goes on");
});

widgetTest("generate() stops at its signal, without an error event", { body: ONE }, async (it) => {
  await it.until(`count("image") === 1`);
  const name = await it.run(`
    const abort = new AbortController();
    const drawing = a.generate({ seed: 8, signal: abort.signal });
    abort.abort();
    return await drawing.catch(({ name }) => name);
  `);
  assertEquals(name, "AbortError");
  assertEquals(await it.run(`return [count("image"), count("error"), statusOf(a)]`), [
    1,
    0,
    "Stopped",
  ]);
});

widgetTest("generate() keeps its promise to each of several callers and shows the last", {
  body: ONE,
}, async (it) => {
  await it.until(`count("image") === 1`);
  const seeds = await it.run<number[]>(`
    const drawn = await Promise.all([21, 22, 23].map((seed) => a.generate({ seed })));
    return drawn.map(({ seed }) => seed);
  `);
  assertEquals(seeds, [21, 22, 23]);
  const shown = await it.events("image");
  assertEquals(shown.map(({ detail }) => detail.seed), [7, 23]);
});

widgetTest("The methods work before the element is in a page, and leave no worker", {
  body: "",
}, async (it) => {
  const class3 = await it.run(`
    await customElements.whenDefined("tessera-generator");
    const element = document.createElement("tessera-generator");
    element.src = "MODEL";
    const [drawn] = await Promise.all([element.generate({ seed: 7, class: 3 }), element.decode(Array(49).fill(0))]);
    return drawn.class;
  `);
  assertEquals(class3, 3);
  await it.workers(0);
});
