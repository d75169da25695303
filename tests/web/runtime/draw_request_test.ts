import { assertEquals, assertThrows } from "@std/assert";
import { gridOf, sampleRequest } from "../../../web/runtime/draw_request.ts";
import type { DrawRequest } from "../../../web/runtime/page_model.ts";
import { fakeManifest } from "../../support/fake_model.ts";

const MANIFEST = fakeManifest("fake");
const { codebook: { size }, grid, classes } = MANIFEST;
const CODES = new Array(grid.height * grid.width).fill(0);

Deno.test("sampleRequest() fills in what the API fills in", () => {
  const { temperature, guidance, topK, topP, kept } = sampleRequest({ seed: 7 }, MANIFEST);
  assertEquals([temperature, guidance, topK, topP, kept], [1, 1, undefined, undefined, undefined]);
});

Deno.test("sampleRequest() takes both ends of every range", () => {
  const low = { seed: 0, temperature: 0, topK: 1, topP: 1e-9, guidance: 0, class: 0 };
  const high = {
    seed: 2 ** 32 - 1,
    temperature: 4,
    topK: size,
    topP: 1,
    guidance: 10,
    class: classes.length - 1,
  };
  for (const request of [low, high]) {
    assertEquals(sampleRequest(request, MANIFEST), { ...request, kept: undefined });
  }
});

const REFUSED: [name: string, request: Partial<DrawRequest>, said: string][] = [
  ["seed", { seed: 2 ** 32 }, "seed to be a whole number in [0, 4294967295], got [4294967296]"],
  ["seed", { seed: 1.5 }, "got [1.5]"],
  ["seed", { seed: NaN }, "got [NaN]"],
  ["temperature", { temperature: 4.1 }, "temperature to be in [0, 4], got [4.1]"],
  ["topK", { topK: 0 }, `top k to be a whole number in [1, ${size}], got [0]`],
  ["topP", { topP: 0 }, "top p to be in (0, 1], got [0]"],
  ["guidance", { guidance: -1 }, "guidance to be in [0, 10], got [-1]"],
  [
    "class",
    { class: classes.length },
    `class to be a whole number in [0, ${classes.length - 1}]`,
  ],
  ["kept", { kept: CODES.slice(1) }, `expected ${CODES.length} codes`],
  ["kept", { kept: CODES.with(0, size) }, `code to be a whole number in [0, ${size - 1}]`],
];
for (const [name, request, said] of REFUSED) {
  Deno.test(`sampleRequest() refuses a ${name} of ${JSON.stringify(request)}`, () => {
    assertThrows(() => sampleRequest({ seed: 1, ...request }, MANIFEST), RangeError, said);
  });
}

Deno.test("sampleRequest() refuses a class where the model has none", () => {
  const manifest = { ...MANIFEST, classes: [] };
  assertThrows(() => sampleRequest({ seed: 1, class: 0 }, manifest), RangeError, "classes");
});

Deno.test("gridOf() refuses codes that the codebook has not", () => {
  assertEquals([...gridOf(CODES, MANIFEST)], CODES);
  assertThrows(() => gridOf(CODES.with(1, -1), MANIFEST), RangeError, "got [-1]");
  assertThrows(() => gridOf([], MANIFEST), RangeError, "got 0");
});
