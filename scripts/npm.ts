import { runCommand } from "../cli/command.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { writeAtomically } from "../offline/files/atomic_write.ts";
import { widgetPackage } from "./npm/widget_package.ts";

await runCommand({
  task: "npm",
  summary: "Builds the widget's npm package, for `npm publish`.",
  flags: {
    out: { type: "string", value: "DIR", default: "npm", help: "output folder" },
  },
}, async ({ values: { out } }) => {
  for (const [path, bytes] of await widgetPackage(repositoryRoot())) {
    await Deno.mkdir(`${out}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await writeAtomically(`${out}/${path}`, bytes);
  }
  console.log(`${out}: \`npm publish ${out} --access public\` publishes it`);
});
