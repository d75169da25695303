import { staticParts, unitPart } from "./checks/parts.ts";
import { runParts } from "./checks/run_parts.ts";
import { sortTestFiles } from "./checks/test_files.ts";
import { runCommand } from "../cli/command.ts";
import { repositoryRoot } from "../cli/repository_root.ts";

await runCommand({
  task: "check",
  summary:
    "Checks format, lint, types and boundaries and runs the unit tests, in under a minute; " +
    "`test` also runs those that need other programs, a GPU, a server or a browser.",
  flags: {},
}, async () => {
  const root = repositoryRoot();
  const parts = [unitPart(root, await sortTestFiles(root)), ...staticParts(root)];
  return await runParts(parts) ? 0 : 1;
});
