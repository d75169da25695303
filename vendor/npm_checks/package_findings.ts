// Not in the import map, nor in deno.dev.lock: its lock is npm_checks.lock, as tests can do without it.
// deno-lint-ignore-file no-import-prefix
import { checkPackage, createPackageFromTarballData } from "npm:@arethetypeswrong/core@0.18.5";
import { publint } from "npm:publint@0.3.25";
import { formatMessage } from "npm:publint@0.3.25/utils";

// Prints what publint and arethetypeswrong find in a package, a line each. Arguments: its folder, what `npm pack` made of
// it. As in arethetypeswrong's profile `esm-only`, it isn't asked whether `require()` can load it.

const [folder, tarball] = Deno.args;
const manifest = JSON.parse(await Deno.readTextFile(`${folder}/package.json`));

const { messages } = await publint({ pkgDir: folder, strict: true, pack: false });
for (const message of messages) {
  console.log(`publint: ${message.type}: ${formatMessage(message, manifest, { color: false })}`);
}

const analysis = await checkPackage(createPackageFromTarballData(await Deno.readFile(tarball)));
if (analysis.types === false) console.log("attw: the package has no types");
else {
  for (const problem of analysis.problems) {
    const { resolutionKind } = problem as { resolutionKind?: string };
    if (resolutionKind === "node10" || resolutionKind === "node16-cjs") continue;
    console.log(`attw: ${JSON.stringify(problem)}`);
  }
}
