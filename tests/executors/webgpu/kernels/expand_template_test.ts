import { assertEquals, assertThrows } from "@std/assert";
import { expandTemplate } from "../../../../executors/webgpu/kernels/expand_template.ts";

Deno.test("expandTemplate() unrolls nested repeats in order", () => {
  const source = [
    "const ROWS = {#row}u;",
    "// repeat row",
    "  // repeat column",
    "  x{row}_{column}",
    "  // end",
    "// end",
    "done",
  ].join("\n");
  const expanded = expandTemplate(source, { row: 2, column: 2 });
  assertEquals(expanded.split("\n").map((line) => line.trim()), [
    "const ROWS = 2u;",
    ...["x0_0", "x0_1", "x1_0", "x1_1"],
    "done",
  ]);
});

Deno.test("expandTemplate() refuses a repeat without a count", () => {
  assertThrows(
    () => expandTemplate("// repeat lane\n// end", {}),
    RangeError,
    'got none for "lane"',
  );
});

Deno.test("expandTemplate() refuses a repeat without an end", () => {
  assertThrows(() => expandTemplate("// repeat lane", { lane: 2 }), SyntaxError, "expected an end");
});
