import { assertEquals } from "@std/assert";
import { floatFromHalf, halfFromFloat } from "../../../core/bundle/half.ts";
import { Random } from "../../../core/random/random.ts";

const ALL_HALVES = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

/** The runtime's own halves: the oracle. */
function nativeHalf(value: number): number {
  const view = new DataView(new ArrayBuffer(2));
  view.setFloat16(0, value);
  return view.getUint16(0);
}

Deno.test("floatFromHalf() agrees with DataView for all 65536 halves", () => {
  const view = new DataView(new ArrayBuffer(2));
  const expected = Float32Array.from(ALL_HALVES, (bits) => {
    view.setUint16(0, bits);
    return view.getFloat16(0);
  });
  assertEquals(floatFromHalf(ALL_HALVES), expected);
});

Deno.test("halfFromFloat() undoes floatFromHalf()", () => {
  const numbers = ALL_HALVES.filter((bits) => (bits & 0x7fff) <= 0x7c00); // NaN has many bits
  assertEquals(halfFromFloat(floatFromHalf(numbers)), numbers);
});

Deno.test("halfFromFloat() rounds ties to even between all neighbours", () => {
  const finite = floatFromHalf(ALL_HALVES.subarray(0, 0x7c00));
  const ties = finite.subarray(1).map((value, i) => (value + finite[i]) / 2);
  const expected = Uint16Array.from(ties, (_, i) => i % 2 === 0 ? i : i + 1);
  assertEquals(halfFromFloat(ties), expected);
});

Deno.test("halfFromFloat() agrees with DataView on random bits", () => {
  const random = new Random(1);
  const floats = new Float32Array(Uint32Array.from({ length: 100_000 }, () => random.u32()).buffer)
    .filter((value) => !Number.isNaN(value));
  assertEquals(halfFromFloat(floats), Uint16Array.from(floats, nativeHalf));
});

Deno.test("halfFromFloat() becomes infinite from 65520 on", () => {
  const below = 65519.996; // the f32 before 65520
  assertEquals([...halfFromFloat(Float32Array.of(below, 65520, -65520))], [0x7bff, 0x7c00, 0xfc00]);
});

Deno.test("halfFromFloat() keeps the sign of zero, and not-a-number", () => {
  const [zero, negative, nan] = halfFromFloat(Float32Array.of(0, -0, NaN));
  assertEquals([zero, negative, nan & 0x7fff], [0, 0x8000, 0x7e00]);
});
