import { assertEquals } from "@std/assert";
import { codeRows, flatCodes } from "../../../web/widget/code_grid.ts";

Deno.test("flatCodes() takes rows, flat codes and typed arrays alike", () => {
  const flat = [1, 2, 3, 4, 5, 6];
  assertEquals(flatCodes([[1, 2, 3], [4, 5, 6]]), flat);
  assertEquals(flatCodes([Uint32Array.of(1, 2, 3), Uint32Array.of(4, 5, 6)]), flat);
  assertEquals(flatCodes(flat), flat);
  assertEquals(flatCodes(Uint32Array.from(flat)), flat);
});

Deno.test("flatCodes() keeps the positions that are to be drawn", () => {
  assertEquals(flatCodes([[1, null], [null, 4]]), [1, null, null, 4]);
  assertEquals(flatCodes([1, null]), [1, null]);
});

Deno.test("codeRows() undoes flatCodes()", () => {
  const rows = [[1, 2, 3], [4, 5, 6]];
  assertEquals(codeRows(flatCodes<number>(rows), 3), rows);
  assertEquals(codeRows(Uint32Array.of(1, 2, 3), 3), [[1, 2, 3]]);
});
