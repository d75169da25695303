import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { v8Flags } from "../../serving/deno/v8_flags.ts";
import { readSettings } from "../../serving/settings.ts";
import { buildWorkerCode, spawnWorkerd } from "../../scripts/cloudflare/bare_workerd.ts";
import { type TinyBundleOptions, writeTinyBundle } from "./tiny_bundle.ts";

/** Where a server runs: Deno, workerd behind wrangler as in `deno task worker`, or workerd alone. */
export type RuntimeName = "deno" | "wrangler" | "workerd";

/** How to start a server. */
export interface ServerOptions {
  /** Default `deno`. */
  readonly runtime?: RuntimeName;
  /** Bundles to serve; default one tiny bundle. */
  readonly bundles?: readonly TinyBundleOptions[];
  /** A folder of bundles to serve in place of tiny ones. */
  readonly models?: string;
  /** Environment variables; in workerd, bindings. */
  readonly env?: Record<string, string>;
  readonly args?: readonly string[];
  /** Default: a free one. */
  readonly port?: number;
  /** Folder of the project; default this repository. */
  readonly root?: string;
  /** Starts it as `deno task start` does. */
  readonly launcher?: boolean;
  /** Starts it as `deno serve` does: it serves the bundles of this repository. */
  readonly declared?: boolean;
  /** Changes the permissions that the server has. */
  readonly permissions?: (flags: string[]) => string[];
}

/** Starts a server on a free port. @param folder An empty one for what it needs. */
export async function spawnServer(
  options: ServerOptions,
  folder: string,
): Promise<Deno.ChildProcess> {
  const { runtime = "deno", bundles = [{}], env = {}, args = [] } = options;
  const models = options.models ?? `${folder}/models`;
  if (options.models === undefined) {
    await Deno.mkdir(models);
    for (const bundle of bundles) await writeTinyBundle(models, bundle);
  }
  if (runtime === "workerd") {
    return await spawnWorkerd(folder, { models, code: await workerCode(), env, args });
  }
  return new Deno.Command(Deno.execPath(), {
    args: [...programOf(options, models), ...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

let code: Promise<string> | undefined;

/** The code of the Worker, built once for all tests of a program. */
function workerCode(): Promise<string> {
  return code ??= (async () => {
    const folder = await Deno.makeTempDir();
    addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
    await buildWorkerCode(folder);
    return folder;
  })();
}

function programOf(
  {
    runtime,
    port = 0,
    env = {},
    launcher,
    declared,
    permissions = (flags) => flags,
    root = new URL("../..", import.meta.url).pathname.replace(/\/$/, ""),
  }: ServerOptions,
  models: string,
): string[] {
  const settings = readSettings({ METRICS: env.METRICS, PORT: port, MODELS: models });
  const flags = permissions(serverPermissions(settings, root));
  if (declared) return ["serve", "--host=127.0.0.1", `--port=${port}`, ...flags, `${root}/main.ts`];
  const where = [`--port=${port}`, "--models", models];
  if (runtime === "wrangler") return ["run", "--allow-all", `${root}/scripts/worker.ts`, ...where];
  if (launcher) return ["run", "--allow-all", `${root}/scripts/start.ts`, ...where];
  return ["run", ...v8Flags(Deno.build.arch), ...flags, `${root}/main.ts`, ...where];
}
