import { buildAssets } from "./build_assets.ts";
import { installPackages, runWrangler } from "./wrangler.ts";
import { repositoryRoot } from "../../cli/repository_root.ts";

/** A cache that misses every lookup and accepts every entry. */
const EMPTY_CACHE = "export default { fetch: () => new Response('', " +
  "{ headers: { 'cf-cache-status': 'MISS' } }) };";

/** Options of {@link spawnWorkerd}. */
export interface WorkerdOptions {
  readonly models: string;
  /** A folder where {@link buildWorkerCode} put the code; by default it is built. */
  readonly code?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/**
 * Starts workerd itself with the code that would be uploaded, without wrangler's processes before it:
 * then its memory is the Worker's, and it sees clients leave. The assets are a folder that answers
 * what is in it and knows no headers; the cache keeps nothing.
 *
 * @param folder Where the config and the assets are put. @param options.models A folder of bundles.
 * @param options.code Where the code is; default: it is built. @param options.env Bindings of text. @param options.args Flags of workerd.
 */
export async function spawnWorkerd(
  folder: string,
  { models, code, env = {}, args = [] }: WorkerdOptions,
): Promise<Deno.ChildProcess> {
  const root = repositoryRoot();
  await buildAssets({ root, models, out: `${folder}/assets` });
  if (code === undefined) await buildWorkerCode(`${folder}/code`);
  else await copyFiles(code, `${folder}/code`);
  await Deno.writeTextFile(`${folder}/config.capnp`, await configText(root, folder, env));
  return new Deno.Command(await workerdPath(root), {
    args: ["serve", "config.capnp", "--control-fd=1", ...args],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Builds the code that would be uploaded, the same whatever is served, into a folder. */
export async function buildWorkerCode(folder: string): Promise<void> {
  const root = repositoryRoot();
  await installPackages(root);
  const assets = await Deno.makeTempDir(); // Required by wrangler, but not read.
  try {
    await runWrangler(root, ["deploy", "--dry-run", `--outdir=${folder}`, `--assets=${assets}`]);
  } finally {
    await Deno.remove(assets, { recursive: true });
  }
}

async function copyFiles(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isFile } of Deno.readDir(from)) {
    if (isFile) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

async function configText(
  root: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const modules: string[] = [];
  for await (const { name } of Deno.readDir(`${folder}/code`)) {
    const kind = { js: "esModule", wasm: "wasm" }[name.split(".").at(-1)!];
    if (kind) modules.push(`(name = "${name}", ${kind} = embed "code/${name}")`);
  }
  const commented = await Deno.readTextFile(`${root}/wrangler.jsonc`);
  const settings = JSON.parse(commented.replace(/(^|\s)\/\/.*$/gm, ""));
  const flags = settings.compatibility_flags.map((flag: string) => `"${flag}"`).join(", ");
  const texts = Object.entries(env).map(([name, text]) =>
    `, (name = "${name}", text = ${JSON.stringify(text)})`
  ).join("");
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "assets", disk = (path = "assets")),
    (name = "cache", worker = (
      modules = [(name = "cache.js", esModule = "${EMPTY_CACHE}")],
      compatibilityDate = "${settings.compatibility_date}",
    )),
    (name = "main", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "${settings.compatibility_date}",
      compatibilityFlags = [${flags}],
      bindings = [(name = "ASSETS", service = "assets")${texts}],
      cacheApiOutbound = "cache",
    )),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
}

/** The workerd that wrangler brings. */
async function workerdPath(root: string): Promise<string> {
  const lock = await Deno.readTextFile(`${root}/scripts/cloudflare/wrangler.lock`);
  const version = /"workerd@([^"]+)"/.exec(lock)![1];
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["eval", "--no-config", "--no-lock"],
      `import workerd from "npm:workerd@${version}"; console.log(workerd.default);`,
    ],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}
