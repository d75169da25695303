import { TABLES } from "../bench/readme/tables.ts";
import { writeTables } from "../bench/readme/write_tables.ts";
import { readRuns } from "../bench/store/run_store.ts";
import { runCommand } from "../cli/command.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { writeAtomically } from "../offline/files/atomic_write.ts";

await runCommand({
  task: "readme",
  summary: "Writes the README's benchmark tables from the newest results in bench/results.",
  flags: {},
}, async () => {
  const path = `${repositoryRoot()}/README.md`;
  const text = await Deno.readTextFile(path);
  const written = writeTables(text, { tables: TABLES, runs: await readRuns() });
  if (written !== text) await writeAtomically(path, new TextEncoder().encode(written));
  console.log(written === text ? "README.md: nothing has changed" : "README.md: written");
});
