import { assertEquals } from "@std/assert";
import { benchOf, markErased } from "../../../web/studio/bench.ts";
import { cellFaces } from "../../../web/studio/board_cells.ts";
import { heatOf } from "../../../web/studio/heat.ts";

const BENCH = markErased(benchOf([5, 6, 7]), [2], true);
const HEAT = heatOf(Float64Array.of(-1, -2, -3), 32);

Deno.test("cellFaces() names row, column, code and surprise, or that it is erased", () => {
  const faces = cellFaces(BENCH, { overlay: "codes", heat: HEAT, width: 2 });
  assertEquals(faces.map(({ name }) => name), [
    "row 1, column 1, code 5, 1.0 nats",
    "row 1, column 2, code 6, 2.0 nats",
    "row 2, column 1, code 7, erased",
  ]);
  assertEquals(faces.map(({ text }) => text), ["5", "6", "?"]);
  assertEquals(faces.map(({ heat }) => heat), [0, 0, 0]);
});

Deno.test("cellFaces() shows surprise only where it is asked for and known", () => {
  const hot = cellFaces(BENCH, { overlay: "surprise", heat: HEAT, width: 3 });
  assertEquals(hot.map(({ text }) => text), ["1.0", "2.0", "?"]);
  assertEquals(hot.map(({ heat }) => heat), [HEAT.shares[0], HEAT.shares[1], 0]);
  const unknown = cellFaces(BENCH, { overlay: "surprise", width: 3 });
  assertEquals(unknown.map(({ text }) => text), ["", "", "?"]);
});
