import { assertEquals } from "@std/assert";
import {
  codesOfText,
  codesText,
  positionsOfText,
  positionsText,
} from "../../../web/studio/codes_text.ts";

Deno.test("codesText() writes as many base 36 digits for each code as the largest needs", () => {
  assertEquals(codesText([0, 35, 36], 37), "000z10");
  assertEquals(codesText([0, 35], 36), "0z");
  assertEquals(codesText([0, 1], 2), "01");
});

Deno.test("codesOfText() reads what codesText() wrote", () => {
  for (const size of [2, 36, 37, 512, 1297, 65536]) {
    const codes = [0, 1, size >> 1, size - 1];
    assertEquals(codesOfText(codesText(codes, size), { count: 4, size }), codes);
  }
});

Deno.test("codesOfText() refuses another count, a code too large and other letters", () => {
  for (const text of ["", "0", "000", "zz", "A0", "0 ", "-1", "0."]) {
    assertEquals(codesOfText(text, { count: 1, size: 40 }), undefined, text);
  }
  assertEquals(codesOfText("13", { count: 1, size: 40 }), [39]);
  assertEquals(codesOfText("14", { count: 1, size: 40 }), undefined);
});

Deno.test("positionsText() has the first position as the highest bit", () => {
  assertEquals(positionsText(new Set([0, 5]), 6), "84");
  assertEquals(positionsText(new Set(), 5), "00");
});

Deno.test("positionsOfText() reads what positionsText() wrote, and refuses another length", () => {
  const positions = new Set([0, 3, 4, 48]);
  assertEquals(positionsOfText(positionsText(positions, 49), 49), positions);
  assertEquals(positionsOfText("8", 49), undefined);
  assertEquals(positionsOfText("x", 4), undefined);
});
