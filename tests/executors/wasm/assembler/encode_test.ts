import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { list, signed, text, unsigned } from "../../../../executors/wasm/assembler/encode.ts";

/** Source: https://en.wikipedia.org/wiki/LEB128 */
function decode(bytes: readonly number[], { isSigned }: { isSigned: boolean }): number {
  let value = 0n;
  bytes.forEach((byte, i) => value |= BigInt(byte & 0x7f) << BigInt(7 * i));
  const bits = 7 * bytes.length;
  return Number(isSigned ? BigInt.asIntN(bits, value) : value);
}

Deno.test("unsigned() and signed() write LEB128 as the specification's examples do", () => {
  assertEquals(unsigned(624485), [0xe5, 0x8e, 0x26]);
  assertEquals(signed(-123456), [0xc0, 0xbb, 0x78]);
  assertEquals(signed(64), [0xc0, 0x00]); // One byte would read as -64.
});

Deno.test("unsigned() and signed() write every number so that it reads back", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => {
    assertEquals(decode(unsigned(value), { isSigned: false }), value);
    assertEquals(decode(signed(value | 0), { isSigned: true }), value | 0);
  }));
});

Deno.test("unsigned() and signed() refuse what 32 bits don't hold", () => {
  assertThrows(() => unsigned(-1), RangeError, "expected an integer in [0, 2^32), got -1");
  assertThrows(() => unsigned(2 ** 32), RangeError, "got 4294967296");
  assertThrows(() => signed(2 ** 31), RangeError, "got 2147483648");
});

Deno.test("text() and list() begin with their length", () => {
  assertEquals(text("né"), [3, 0x6e, 0xc3, 0xa9]);
  assertEquals(list([[1, 2], [3]]), [2, 1, 2, 3]);
});
