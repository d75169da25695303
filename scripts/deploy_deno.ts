import { runCommand } from "../cli/command.ts";
import { CommandError } from "../cli/errors.ts";
import { loadBundleFolder } from "../serving/deno/bundle_folder.ts";
import { repositoryRoot } from "../cli/repository_root.ts";
import { listUpload, readDeployConfig, servedModules, sizeOf } from "./deploy/deno_upload.ts";
import { copyUpload, drawWith, findDeno } from "./deploy/serve_upload.ts";

await runCommand({
  task: "deploy:deno",
  summary: "Checks the upload for Deno Deploy, then sends it with `deno deploy`.",
  flags: {
    "dry-run": { type: "boolean", help: "check without sending" },
    app: { type: "string", value: "NAME", help: "the application (default: Deno asks for it)" },
    org: { type: "string", value: "NAME", help: "its organisation" },
    prod: { type: "boolean", help: "deploy to production, not as a preview" },
    platform: {
      type: "string",
      value: "VERSION",
      default: "2.5.0", // https://docs.deno.com/deploy/reference/runtime (as last seen)
      help: "the platform's Deno version; npm downloads it to serve the upload with it too",
    },
    timeout: {
      type: "integer",
      value: "SECONDS",
      min: 1,
      max: 3600,
      default: 120,
      help: "maximum wait for npm and for each server",
    },
  },
}, async ({ values }) => {
  const root = repositoryRoot();
  await check(root, { platform: values.platform, seconds: values.timeout });
  if (values["dry-run"]) return 0;
  const args = ["deploy", ...values.prod ? ["--prod"] : []];
  if (values.app) args.push("--app", values.app);
  if (values.org) args.push("--org", values.org);
  return (await new Deno.Command(Deno.execPath(), { args, cwd: root }).spawn().status).code;
});

/** The platform's Deno, and the longest wait for each step that may need a network. */
interface CheckOptions {
  readonly platform: string;
  readonly seconds: number;
}

/** @throws {CommandError} If the platform could not serve what it would get. */
async function check(root: string, options: CheckOptions): Promise<void> {
  const { include, runtime: { entrypoint } } = await readDeployConfig(root);
  const bundles = await loadBundleFolder(`${root}/static/models`, console.warn);
  const ids = bundles.map(({ bundle }) => bundle.manifest.id);
  console.log(`bundles   ${ids.join(", ")}: every file as its manifest says`);
  const upload = await listUpload(root, include);
  console.log(`upload    ${upload.size} files, ${(sizeOf(upload) / 2 ** 20).toFixed(1)} MiB`);
  const modules = await servedModules(root, { entrypoint, upload, seconds: options.seconds });
  console.log(`modules   ${modules.length} of the upload, others from npm only, no flag`);
  const copy = await copyUpload(root, upload);
  try {
    await serveCopy(`${copy}/${entrypoint}`, options);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

async function serveCopy(entrypoint: string, { platform, seconds }: CheckOptions): Promise<void> {
  const picture = await drawWith(Deno.execPath(), entrypoint, seconds);
  console.log(`serves    with Deno ${Deno.version.deno}`);
  const deno = await findDeno(platform, { seconds });
  if ("reason" in deno) {
    console.log(`skipped   with Deno ${platform}: ${deno.reason}`);
    return;
  }
  if (await drawWith(deno.path, entrypoint, seconds) !== picture) {
    const state = `another picture from Deno ${platform}`;
    throw new CommandError(`Cannot deploy: expected every Deno to draw the same, got ${state}`, "");
  }
  console.log(`serves    with Deno ${platform}, and draws the same`);
}
