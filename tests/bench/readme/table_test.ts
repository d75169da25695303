import { assertEquals } from "@std/assert";
import { tableText } from "../../../bench/readme/table.ts";

Deno.test("tableText() aligns columns by characters", () => {
  assertEquals(
    tableText(["", "measured"], [["4² codes", "1"], ["a", "2 ms"]]).split("\n"),
    [
      "|          | measured |",
      "| -------- | -------- |",
      "| 4² codes | 1        |",
      "| a        | 2 ms     |",
    ],
  );
});
