import { assertEquals, assertMatch } from "@std/assert";
import { runParts } from "../../../scripts/checks/run_parts.ts";
import type { Part } from "../../../scripts/checks/parts.ts";

function part(name: string, { passed = 1, failed = 0, skipped = [] as string[] }): Part {
  return { name, run: () => Promise.resolve({ passed, failed, skipped, output: `${name} says` }) };
}

async function run(parts: Part[]): Promise<{ success: boolean; lines: string[] }> {
  const lines: string[] = [];
  return { success: await runParts(parts, (line) => lines.push(line)), lines };
}

Deno.test("runParts() ends with the sum alone on its line", async () => {
  const { success, lines } = await run([part("lint", {}), part("unit", { passed: 41 })]);
  assertEquals([success, lines.at(-1)], [true, "42 passed, 0 failed"]);
  assertMatch(lines[0], /^ok {3}lint +0\.0 s {2}1 passed, 0 failed$/);
});

Deno.test("runParts() shows the output of what failed and nothing of what passed", async () => {
  const { success, lines } = await run([part("lint", {}), part("unit", { failed: 2 })]);
  assertEquals([success, lines.at(-1)], [false, "2 passed, 2 failed"]);
  assertEquals(lines.filter((line) => line.includes("says")), ["\nunit says\n"]);
});

Deno.test("runParts() names what was skipped", async () => {
  const skipped = Array.from({ length: 12 }, (_, i) => `kernel${i}() (no adapter)`);
  const { lines } = await run([part("gpu", { skipped })]);
  assertEquals(lines.slice(-3), [
    "skipped: kernel9() (no adapter)",
    "skipped: and 2 more",
    "1 passed, 0 failed, 12 skipped",
  ]);
});

Deno.test("runParts() runs a part that must be alone when no other runs", async () => {
  let running = 0;
  const together: Record<string, number> = {};
  const watch = (name: string, alone?: true): Part => ({
    name,
    alone,
    run: async () => {
      together[name] = ++running;
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return { passed: 1, failed: 0, skipped: [], output: "" };
    },
  });
  await run([watch("gpu", true), watch("a"), watch("b")]);
  assertEquals(together, { a: 1, b: 2, gpu: 1 });
});
