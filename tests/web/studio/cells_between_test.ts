import { assertEquals } from "@std/assert";
import { cellsBetween } from "../../../web/studio/cells_between.ts";

Deno.test("cellsBetween() leaves no gap: each cell touches the one before", () => {
  const width = 7;
  for (let from = 0; from < 49; from += 5) {
    for (let to = 0; to < 49; to++) {
      const cells = [from, ...cellsBetween(from, to, width)];
      assertEquals(cells.at(-1), to);
      for (let i = 1; i < cells.length; i++) {
        const down = Math.floor(cells[i] / width) - Math.floor(cells[i - 1] / width);
        const right = cells[i] % width - cells[i - 1] % width;
        assertEquals([Math.abs(down) <= 1, Math.abs(right) <= 1], [true, true]);
      }
    }
  }
});

Deno.test("cellsBetween() goes along a row, and nowhere from a cell to itself", () => {
  assertEquals(cellsBetween(0, 3, 7), [1, 2, 3]);
  assertEquals(cellsBetween(8, 8, 7), []);
});
