import { slowParts, staticParts, unitPart } from "./checks/parts.ts";
import { runParts } from "./checks/run_parts.ts";
import { sortTestFiles } from "./checks/test_files.ts";
import { runCommand } from "../cli/command.ts";
import { UsageError } from "../cli/errors.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { setUp } from "./setup/set_up.ts";

await runCommand({
  task: "test",
  summary: "Runs all checks and tests, after installing what they need.",
  positionals: [{
    name: "part",
    help: "only these parts, e.g. unit gpu (default all)",
    many: true,
  }],
  flags: {},
}, async ({ words }) => {
  const root = repositoryRoot();
  const files = await sortTestFiles(root);
  const parts = [unitPart(root, files), ...staticParts(root), ...slowParts(root, files)];
  const unknown = words.find((word) => !parts.some(({ name }) => name === word));
  if (unknown) {
    const names = parts.map(({ name }) => name).join(", ");
    throw new UsageError(`Cannot run a part: expected one of ${names}, got "${unknown}"`);
  }
  // A machine that can't be set up may still run most parts; skipped GPU tests say why.
  for (const { problem, hint } of await setUp(console.log)) {
    console.log(`warning: ${problem}\nhint: ${hint}`);
  }
  const wanted = parts.filter(({ name }) => words.length === 0 || words.includes(name));
  return await runParts(wanted) ? 0 : 1;
});
