import { assertEquals } from "@std/assert";
import { shortPaths } from "../../../scripts/checks/short_paths.ts";

Deno.test("shortPaths() names the outermost folder that holds none of the others", () => {
  const files = ["t/a/x/1.ts", "t/a/x/2.ts", "t/a/3.ts", "t/b/4.ts", "t/b/5.ts", "t/6.ts"];
  assertEquals(shortPaths(files, ["t/b/7.ts"]), ["t/6.ts", "t/a", "t/b/4.ts", "t/b/5.ts"]);
  assertEquals(shortPaths(files, []), ["t"]);
});
