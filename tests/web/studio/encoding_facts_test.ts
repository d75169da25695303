import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { encodingFacts, meanSquareError } from "../../../web/studio/encoding_facts.ts";
import { CARD } from "./test_card.ts";

function flat(grey: number, width = 2) {
  const rgba = Uint8ClampedArray.from({ length: width * 4 }, (_, i) => i % 4 < 3 ? grey : 255);
  return { width, height: 1, rgba };
}

Deno.test("meanSquareError() is over colours in [0, 1], without opacity", () => {
  assertAlmostEquals(meanSquareError(flat(0), flat(51)), 0.04);
  assertThrows(() => meanSquareError(flat(0), flat(0, 3)), RangeError, "2×1 and 3×1");
});

Deno.test("encodingFacts() counts the bits of codes and of pixels", () => {
  const encoded = { codes: new Uint32Array(6), seen: flat(0), reconstruction: flat(51) };
  assertEquals(
    encodingFacts(encoded, CARD),
    "6 codes of 40: 32 bits instead of 768. Mean square error 0.0400 of pixels in [0, 1].",
  );
});
