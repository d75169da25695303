import { assertEquals } from "@std/assert";
import { testPrograms } from "../../../scripts/checks/test_programs.ts";

const FILES = ["t/1.ts", "t/2.ts", "t/3.ts", "t/4.ts", "t/5.ts"];

Deno.test("testPrograms() imports each file once, in order", () => {
  for (const count of [1, 2, 3, 5, 9]) {
    const lines = testPrograms("/r", FILES, count).flatMap((source) => source.trim().split("\n"));
    assertEquals(lines, FILES.map((file) => `import "file:///r/${file}";`));
  }
});

Deno.test("testPrograms() makes at most as many programs as it may", () => {
  const sizes = (count: number) =>
    testPrograms("/r", FILES, count).map((source) => source.trim().split("\n").length);
  assertEquals([sizes(1), sizes(2), sizes(9)], [[5], [3, 2], [1, 1, 1, 1, 1]]);
  assertEquals(testPrograms("/r", [], 3), []);
});

Deno.test("testPrograms() escapes what an address must not hold", () => {
  assertEquals(testPrograms("/a b", ["t/c.ts"], 1), ['import "file:///a%20b/t/c.ts";\n']);
});
