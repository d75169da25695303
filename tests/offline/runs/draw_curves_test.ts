import { assert, assertEquals } from "@std/assert";
import { drawCurves } from "../../../offline/runs/draw_curves.ts";

const falling = { label: "one", points: [[0, 10], [100, 1]] } as const;
const flat = { label: "two", points: [[0, 5], [100, 5]] } as const;
const plain = { title: "loss by step", width: 44, rows: 6, colour: false };

Deno.test("drawCurves() draws with letters and ASCII where there are no colours", () => {
  assertEquals(drawCurves([falling, flat], plain), [
    "loss by step   a one   b two",
    " 10 +aaaa",
    "    |    aaaaaaaa",
    "    |            aaaaaaa",
    "  5 +bbbbbbbbbbbbbbbbbbb********bbbbbbbbbbbb",
    "    |                           aaaaaaaa",
    "    |                                   aaaa",
    "    +---------------------------------------",
    "     0                  50               100",
  ]);
});

Deno.test("drawCurves() draws braille in two colours, and in none where curves meet", () => {
  const text = drawCurves([falling, flat], { ...plain, colour: true }).slice(1).join("\n");
  const colours = text.matchAll(/\[(\d+)m[\u2801-\u28ff]/g).map(([, colour]) => colour);
  assertEquals([...new Set(colours)].sort(), ["0", "33", "94"]);
});

for (const width of [44, 80, 200]) {
  for (const colour of [false, true]) {
    Deno.test(`drawCurves() fits ${width} characters ${colour ? "with" : "without"} colours`, () => {
      const curve = { label: "x", points: [[20, 1.23456e-7], [14000, 9.87e6]] } as const;
      const lines = drawCurves([curve, curve], { ...plain, width, colour });
      // deno-lint-ignore no-control-regex
      const widths = lines.map((line) => line.replaceAll(/\x1b\[\d+m/g, "").length);
      assert(Math.max(...widths) <= width, `${widths}`);
    });
  }
}

Deno.test("drawCurves() is logarithmic where values differ by more than ten", () => {
  const steep = { label: "x", points: [[0, 1], [1, 0.1], [2, 0.01]] } as const;
  const lines = drawCurves([steep, steep], { ...plain, rows: 12 });
  assertEquals(lines[0], "loss by step (logarithmic)   a x   b x");
  assertEquals(lines.flatMap((line) => /^ +([\d.]+) \+/.exec(line)?.[1] ?? []), [
    "1",
    "0.1",
    "0.01",
  ]);
});

Deno.test("drawCurves() draws a single point", () => {
  const point = { label: "x", points: [[20, 3]] } as const;
  const lines = drawCurves([point, { label: "y", points: [] }], plain);
  assertEquals(lines.slice(1, -2).filter((line) => line.includes("a")).length, 1);
});

Deno.test("drawCurves() says so where there is nothing to draw", () => {
  const none = { label: "x", points: [] };
  assertEquals(drawCurves([none, none], plain), ["loss by step", "  no values yet"]);
});
