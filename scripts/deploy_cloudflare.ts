import { runCommand } from "../cli/command.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { buildAssets } from "./cloudflare/build_assets.ts";
import { figuresText, requireLimits } from "./cloudflare/limits.ts";
import { measureDeployment } from "./cloudflare/measure.ts";
import { installPackages, wrangler } from "./cloudflare/wrangler.ts";

await runCommand({
  task: "deploy:cloudflare",
  summary: "Deploys every bundle of a folder as a Cloudflare Worker, if it is within all limits.",
  flags: {
    models: {
      type: "string",
      value: "DIR",
      default: "static/models",
      help: "folder of bundles",
    },
    "dry-run": { type: "boolean", help: "build and check the limits without deploying" },
  },
}, async ({ values: { models, "dry-run": dryRun } }) => {
  const root = repositoryRoot();
  const folder = await Deno.makeTempDir({ prefix: "tessera-deploy-" });
  try {
    const index = await buildAssets({ root, models, out: `${folder}/assets` });
    await installPackages(root);
    const figures = await measureDeployment(root, { folder, index });
    for (const line of figuresText(figures)) console.log(line);
    requireLimits(figures);
    if (dryRun) return 0;
    return (await wrangler(root, ["deploy", `--assets=${folder}/assets`]).status).code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
