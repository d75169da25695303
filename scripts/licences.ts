import { runCommand } from "../cli/command.ts";
import { CommandError } from "../cli/errors.ts";
import { writeAtomically } from "../offline/files/atomic_write.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { supplyDocuments } from "./supply/supply_documents.ts";

await runCommand({
  task: "licences",
  summary: "Writes THIRD_PARTY.md and sbom.cdx.json: all third-party code served, used and locked.",
  flags: { check: { type: "boolean", help: "write nothing; fail if a file is out of date" } },
}, async ({ values }) => {
  const root = repositoryRoot();
  for (const [path, text] of await supplyDocuments(root)) {
    const before = await Deno.readTextFile(`${root}/${path}`).catch(() => "");
    if (before === text) continue;
    if (values.check) {
      throw new CommandError(
        `Cannot accept ${path}: expected what the lock files say, got another text`,
        "run `deno task licences`",
      );
    }
    await writeAtomically(`${root}/${path}`, new TextEncoder().encode(text));
    console.log(`wrote ${path}`);
  }
});
