import { assertEquals } from "@std/assert";
import { checkLengths, MAX_LINES } from "../../../scripts/boundaries/check_lengths.ts";

Deno.test("checkLengths() names the files past the limit and their lengths", () => {
  const files = [0, 1].map((more) => ({
    path: `core/${more}.ts`,
    source: "//\n".repeat(MAX_LINES + more),
  }));
  assertEquals(checkLengths(files), [`core/1.ts: Expected at most 300 lines, got 301`]);
});
