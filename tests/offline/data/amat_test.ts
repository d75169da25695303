import { assertEquals, assertThrows } from "@std/assert";
import { amatToIdx } from "../../../offline/data/amat.ts";
import { DataError } from "../../../offline/data/data_error.ts";
import { idxBytes } from "./tiny_files.ts";

function convert(text: string): Uint8Array {
  return amatToIdx(new TextEncoder().encode(text), { name: "a", height: 2, width: 2 });
}

Deno.test("amatToIdx() makes one image of each line", () => {
  assertEquals(convert("0 1 1 0\n1 1 0 0 \r\n"), idxBytes([2, 2, 2], [0, 1, 1, 0, 1, 1, 0, 0]));
});

Deno.test("amatToIdx() refuses lines of another length, other digits and a cut last line", () => {
  for (const text of ["0 1 1\n", "0 1 1 0 1\n", "0 1 2 0\n", "\n", "0 1 1 0\n1 1"]) {
    assertThrows(() => convert(text), DataError, `Cannot read "a"`);
  }
});
