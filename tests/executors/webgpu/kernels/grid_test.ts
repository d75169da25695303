import { assertEquals } from "@std/assert";
import { gridOf, MAX_ROW, WORKGROUP_SIZE } from "../../../../executors/webgpu/kernels/grid.ts";

Deno.test("gridOf() fills one row before it begins another", () => {
  assertEquals(gridOf(1), [1, 1, 1]);
  assertEquals(gridOf(65), [2, 1, 1]);
  assertEquals(gridOf(MAX_ROW * WORKGROUP_SIZE), [MAX_ROW, 1, 1]);
});
