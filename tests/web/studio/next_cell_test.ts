import { assertEquals } from "@std/assert";
import { nextCell } from "../../../web/studio/next_cell.ts";

const SIDES = { height: 2, width: 3 };

Deno.test("nextCell() moves by a cell and stops at the edges", () => {
  const next = (position: number, key: string) =>
    nextCell(position, { key, ctrlKey: false }, SIDES);
  assertEquals(next(0, "ArrowRight"), 1);
  assertEquals(next(2, "ArrowRight"), 2);
  assertEquals(next(3, "ArrowLeft"), 3);
  assertEquals(next(1, "ArrowDown"), 4);
  assertEquals(next(4, "ArrowDown"), 4);
  assertEquals(next(4, "ArrowUp"), 1);
  assertEquals(next(4, "PageUp"), 1);
  assertEquals(next(1, "PageDown"), 4);
});

Deno.test("nextCell() goes to the ends of a row, with Control to those of the grid", () => {
  const next = (key: string, ctrlKey: boolean) => nextCell(4, { key, ctrlKey }, SIDES);
  assertEquals([next("Home", false), next("End", false)], [3, 5]);
  assertEquals([next("Home", true), next("End", true)], [0, 5]);
});

Deno.test("nextCell() leads nowhere for other keys", () => {
  for (const key of ["Enter", "Tab", "a", "toString", "Delete"]) {
    assertEquals(nextCell(1, { key, ctrlKey: false }, SIDES), undefined);
  }
});
