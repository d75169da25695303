import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { classIndex, classText } from "../../generation/class_label.ts";

/** Where digits are names, but not of the classes at these places. */
const NAMES = ["5", "cat", "0", "07"];

for (
  const [label, index] of [
    ["5", 0],
    ["0", 2],
    ["cat", 1],
    ["1", 1],
    ["3", 3],
    ["07", 3],
    ["003", 3],
    [0, 0],
    [3, 3],
    ["4", undefined],
    [4, undefined],
    [5, undefined],
    [-1, undefined],
    [1.5, undefined],
    ["1.0", undefined],
    ["-1", undefined],
    [" 1", undefined],
    ["CAT", undefined],
    ["", undefined],
  ] as const
) {
  Deno.test(`classIndex() of ${JSON.stringify(label)} is ${index}`, () => {
    assertEquals(classIndex(label, NAMES), index);
  });
}

Deno.test("classIndex() takes digits in order alike as names and as indices", () => {
  const digits = Array.from({ length: 10 }, (_, index) => String(index));
  for (const name of digits) {
    assertEquals(classIndex(name, digits), classIndex(Number(name), digits));
    assertEquals(classText(Number(name), digits), name);
  }
});

Deno.test("classText() is a text that classIndex() takes for the class", () => {
  const names = fc.uniqueArray(fc.oneof(fc.nat(9).map(String), fc.string({ minLength: 1 })), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(names, (names) => {
      names.forEach((_, index) => assertEquals(classIndex(classText(index, names), names), index));
    }),
    { seed: 1, numRuns: 300 },
  );
});
