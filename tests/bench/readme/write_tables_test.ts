import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Table } from "../../../bench/readme/table.ts";
import { TABLES } from "../../../bench/readme/tables.ts";
import { writeTables } from "../../../bench/readme/write_tables.ts";
import { readRuns } from "../../../bench/store/run_store.ts";
import { exampleRun } from "../store/example_run.ts";

const TABLE: Table = {
  name: "steps",
  head: ["", "measured"],
  rows: (stored) => [["a step", stored.of("step")]],
};
const TEXT = "Before.\n\n<!-- bench steps -->\n<!-- /bench -->\n\nAfter.\n";
const RUNS = [{ path: "bench/results/a.json", run: exampleRun("2026-11-24", [{ value: 2.5 }]) }];

Deno.test("writeTables() writes table and source between the markers", () => {
  const written = writeTables(TEXT, { tables: [TABLE], runs: RUNS });
  assertStringIncludes(written, "| a step | 2.5 ms   |");
  assertStringIncludes(
    written,
    "[2026-11-24](bench/results/a.json), commit 0123456: ACME 1, 2 cores, 8 GiB; Deno 2.9.6;",
  );
  assertEquals([written.startsWith("Before.\n"), written.endsWith("\nAfter.\n")], [true, true]);
});

Deno.test("writeTables() says that a run measured no adapter", () => {
  const [{ path, run }] = RUNS;
  const machine = { ...run.machine, adapter: "none" };
  const written = writeTables(TEXT, {
    tables: [TABLE],
    runs: [{ path, run: { ...run, machine } }],
  });
  assertStringIncludes(written.replaceAll("\n", " "), "Deno 2.9.6; no WebGPU adapter.");
});

Deno.test("writeTables() changes nothing the second time", () => {
  const once = writeTables(TEXT, { tables: [TABLE], runs: RUNS });
  assertEquals(writeTables(once, { tables: [TABLE], runs: RUNS }), once);
});

Deno.test("writeTables() refuses a text without a table's markers", () => {
  const write = () => writeTables("Before.\n", { tables: [TABLE], runs: RUNS });
  assertThrows(write, RangeError, 'got none of "steps"');
});

Deno.test("writeTables() refuses markers of no table", () => {
  const write = () => writeTables(TEXT, { tables: [], runs: RUNS });
  assertThrows(write, RangeError, 'no table is named "steps"');
});

Deno.test("README's tables are what the stored results give", async () => {
  const text = await Deno.readTextFile(new URL("../../../README.md", import.meta.url));
  assertEquals(writeTables(text, { tables: TABLES, runs: await readRuns() }), text);
});
