import { assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../../offline/data/data_error.ts";
import { parseIdx } from "../../../offline/data/idx.ts";
import { idxBytes } from "./tiny_files.ts";

const FILE = idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 6]);

function changed(at: number, value: number): Uint8Array {
  const bytes = FILE.slice();
  bytes[at] = value;
  return bytes;
}

Deno.test("parseIdx() reads sizes and values", () => {
  const { dims, values } = parseIdx(FILE, "a");
  assertEquals(dims, [2, 1, 3]);
  assertEquals(values, Uint8Array.of(1, 2, 3, 4, 5, 6));
});

Deno.test("parseIdx() reads a view into a larger buffer", () => {
  const buffer = new Uint8Array(FILE.length + 5);
  buffer.set(FILE, 5);
  assertEquals(parseIdx(buffer.subarray(5), "a").dims, [2, 1, 3]);
});

Deno.test("parseIdx() refuses another magic", () => {
  assertThrows(() => parseIdx(changed(0, 0x1f), "a"), DataError, `Cannot read "a"`);
});

Deno.test("parseIdx() refuses another value type", () => {
  assertThrows(() => parseIdx(changed(2, 0x0d), "a"), DataError, "got type 13");
});

Deno.test("parseIdx() refuses a rank its header cannot hold", () => {
  assertThrows(() => parseIdx(changed(3, 0), "a"), DataError, "got rank 0");
  assertThrows(() => parseIdx(changed(3, 9), "a"), DataError, "got rank 9");
});

Deno.test("parseIdx() refuses a file cut off or too long", () => {
  assertThrows(() => parseIdx(FILE.subarray(0, -1), "a"), DataError, "got 5 bytes");
  assertThrows(() => parseIdx(changed(7, 1), "a"), DataError, "got 6 bytes");
  assertThrows(() => parseIdx(FILE.subarray(0, 3), "a"), DataError);
});
