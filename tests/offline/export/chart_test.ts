import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { drawChart, escapeHtml } from "../../../offline/export/chart.ts";

Deno.test("drawChart() spans the axes from the lowest to the highest values", () => {
  const svg = drawChart([{ label: "a", points: [[0, 1], [50, 3], [100, 2]] }], { axis: "step" });
  assertMatch(svg, /^<svg [^>]*viewBox="0 0 640 240"/);
  assertStringIncludes(svg, '<polyline points="60.0,204.0 344.0,12.0 628.0,108.0"');
  assertStringIncludes(svg, ">100 step</text>");
  for (const tick of ["1", "1.5", "2", "2.5", "3"]) assertStringIncludes(svg, `>${tick}</text>`);
});

Deno.test("drawChart() draws each curve with a label, and leaves out values that have no place", () => {
  const svg = drawChart([
    { label: "train <1>", points: [[0, 1], [1, NaN], [2, 10]] },
    { label: "validation", points: [[0, 2], [2, 0]] },
    { label: "empty", points: [[0, Infinity]] },
  ], { axis: "step", logarithmic: true });
  assertEquals(svg.match(/<polyline/g)?.length, 2);
  assertStringIncludes(svg, "train &lt;1&gt;");
  assertEquals(/NaN|Infinity|empty/.test(svg), false);
});

Deno.test("drawChart() of one point, one value or nothing", () => {
  assertEquals(/NaN/.test(drawChart([{ label: "a", points: [[5, 2]] }], { axis: "step" })), false);
  assertEquals(drawChart([], { axis: "step" }), "");
});

Deno.test("escapeHtml() leaves nothing that HTML reads otherwise", () => {
  assertEquals(escapeHtml('<a b="c">&'), "&lt;a b=&quot;c&quot;&gt;&amp;");
});
