import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { augmentBatch } from "../../../training/data/augment.ts";

const SHAPE = { channels: 2, height: 3, width: 4 };
const IMAGE = Float32Array.from({ length: 24 }, (_, at) => at);

/** Eight copies of one image, augmented. */
function augmented(options: { flip: boolean; shift: number; seed: number; step: number }) {
  const pixels = new Float32Array(8 * 24);
  for (let item = 0; item < 8; item++) pixels.set(IMAGE, item * 24);
  augmentBatch(pixels, SHAPE, options);
  return Array.from({ length: 8 }, (_, item) => [...pixels.slice(item * 24, (item + 1) * 24)]);
}

/** The image moved and mirrored by the definition. */
function moved(down: number, right: number, mirrored: boolean): number[] {
  const at = (position: number, last: number) => Math.min(last, Math.max(0, position));
  return [...IMAGE].map((_, index) => {
    const [channel, row, column] = [Math.floor(index / 12), Math.floor(index / 4) % 3, index % 4];
    const from = at(column - right, 3);
    return channel * 12 + at(row - down, 2) * 4 + (mirrored ? 3 - from : from);
  });
}

Deno.test("augmentBatch() changes nothing when nothing is allowed", () => {
  for (const image of augmented({ flip: false, shift: 0, seed: 1, step: 1 })) {
    assertEquals(image, [...IMAGE]);
  }
});

Deno.test("augmentBatch() with flip gives the image or its mirror image, both", () => {
  const kinds = new Set(augmented({ flip: true, shift: 0, seed: 1, step: 1 }).map(String));
  assertEquals(kinds, new Set([String(moved(0, 0, false)), String(moved(0, 0, true))]));
});

Deno.test("augmentBatch() moves by at most shift and repeats the edge", () => {
  const allowed = new Set<string>();
  for (const down of [-1, 0, 1]) {
    for (const right of [-1, 0, 1]) {
      for (const mirrored of [false, true]) allowed.add(String(moved(down, right, mirrored)));
    }
  }
  const images = augmented({ flip: true, shift: 1, seed: 3, step: 2 }).map(String);
  for (const image of images) assert(allowed.has(image));
  assert(new Set(images).size > 2);
});

Deno.test("augmentBatch() is a function of seed and step", () => {
  const options = { flip: true, shift: 2, seed: 5, step: 6 };
  assertEquals(augmented(options), augmented(options));
  assertNotEquals(augmented(options), augmented({ ...options, step: 7 }));
  assertNotEquals(augmented(options), augmented({ ...options, seed: 6 }));
});
