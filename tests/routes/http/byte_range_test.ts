import { assertEquals } from "@std/assert";
import { parseRange } from "../../../routes/http/byte_range.ts";

const CASES = [
  [undefined, undefined],
  ["bytes=0-3", { start: 0, end: 4 }],
  ["bytes=8-", { start: 8, end: 10 }],
  ["bytes=-3", { start: 7, end: 10 }],
  ["bytes=-99", { start: 0, end: 10 }],
  ["bytes=5-99", { start: 5, end: 10 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=4-2", undefined],
  ["bytes=-", undefined],
  ["bytes=0-1,3-4", undefined],
  ["lines=0-1", undefined],
  ["bytes=a-b", undefined],
] as const;

for (const [header, expected] of CASES) {
  Deno.test(`parseRange() of [${header}] in 10 bytes`, () => {
    assertEquals(parseRange(header, 10), expected);
  });
}
