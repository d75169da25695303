import { assertEquals } from "@std/assert";
import { DUAL_OPS, findCircles } from "../../../scripts/boundaries/find_circles.ts";
import { sourceFiles } from "../../../scripts/boundaries/source_files.ts";

/** Files by name, each with the names that it imports. */
function files(imports: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(imports).map(([name, targets]) => ({
    path: `core/${name}.ts`,
    source: targets.map((target) => `import type { T } from "./${target}.ts";`).join("\n"),
  }));
}

Deno.test("findCircles() finds nothing where two ways lead to one file", () => {
  assertEquals(findCircles(files({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })), []);
});

Deno.test("findCircles() shows the shortest circle, imports of types included", () => {
  const found = findCircles(files({ a: ["b"], b: ["c", "d"], c: ["d"], d: ["a"] }));
  assertEquals(found, [
    "core/a.ts: Cannot import in a circle: core/a.ts → core/b.ts → core/d.ts → core/a.ts",
  ]);
});

Deno.test("findCircles() finds each of two circles that one import joins", () => {
  const found = findCircles(files({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] }));
  assertEquals(found.length, 2);
});

Deno.test("findCircles() allows a pair, but no third file in it", () => {
  const pair = [["core/a.ts", "core/b.ts"]];
  assertEquals(findCircles(files({ a: ["b"], b: ["a"] }), pair), []);
  assertEquals(findCircles(files({ a: ["b"], b: ["c"], c: ["a"] }), pair).length, 1);
});

Deno.test("findCircles() needs every group that it allows", async () => {
  const all = await sourceFiles(new URL("../../..", import.meta.url).pathname.replace(/\/$/, ""));
  assertEquals(findCircles(all, []).length, DUAL_OPS.length);
});
