import { CommandError } from "../../cli/errors.ts";
import { runWithin } from "./run_within.ts";

/** What `deno.json` says about Deno Deploy. */
interface DenoConfig {
  readonly unstable?: readonly string[];
  readonly deploy: {
    readonly runtime: { readonly entrypoint: string };
    readonly include: readonly string[];
  };
}

/** The largest deployment. Source: https://docs.deno.com/deploy/pricing_and_limits (2025-10-07) */
const MAX_BYTES = 2 ** 30;
/** Modules that a worker starts from, which nothing imports. */
const WORKERS = ["serving/inference_worker.ts"];

/** The files that are sent to Deno Deploy, by their path from the root, with their bytes. */
export type Upload = ReadonlyMap<string, number>;

/** @throws {CommandError} If `deno.json` uses something the platform lacks. */
export async function readDeployConfig(root: string): Promise<DenoConfig["deploy"]> {
  const config: DenoConfig = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  if (config.unstable === undefined) return config.deploy;
  throw new CommandError(
    `Cannot deploy: expected deno.json to have no unstable feature, got ${config.unstable}`,
    "Deno Deploy takes no flags",
  );
}

/** Lists the files. @throws {CommandError} If they are more than the platform takes. */
export async function listUpload(root: string, include: readonly string[]): Promise<Upload> {
  const upload = new Map<string, number>();
  for (const path of include) await addFiles(root, path, upload);
  const bytes = sizeOf(upload);
  if (bytes <= MAX_BYTES) return upload;
  throw new CommandError(
    `Cannot deploy: expected the upload to have at most ${MAX_BYTES} bytes, got ${bytes}`,
    "static/models may hold bundles that need not be served",
  );
}

/** Bytes of all files. */
export function sizeOf(upload: Upload): number {
  return [...upload.values()].reduce((sum, bytes) => sum + bytes, 0);
}

async function addFiles(root: string, path: string, upload: Map<string, number>): Promise<void> {
  const info = await Deno.lstat(`${root}/${path}`);
  if (info.isFile) upload.set(path, info.size);
  if (!info.isDirectory) return;
  for await (const { name } of Deno.readDir(`${root}/${path}`)) {
    if (!name.startsWith(".")) await addFiles(root, `${path}/${name}`, upload);
  }
}

/** A module in the output of `deno info --json`. */
interface Module {
  readonly specifier: string;
  readonly error?: string;
}

/**
 * The modules that are served. @returns Their paths from the root; packages are left out.
 * @throws {CommandError} If one is not in the upload, comes from elsewhere than npm or does not load.
 */
export async function servedModules(
  root: string,
  { entrypoint, upload, seconds }: { entrypoint: string; upload: Upload; seconds: number },
): Promise<string[]> {
  const paths = new Set<string>();
  for (const entry of [entrypoint, ...WORKERS]) {
    for (const { specifier, error } of await modulesOf(root, entry, seconds)) {
      if (error !== undefined) throw refusal(specifier, "load", error);
      if (/^(npm|node):/.test(specifier)) continue;
      const path = specifier.replace(`file://${root}/`, "");
      if (!upload.has(path)) throw refusal(specifier, "be in the upload", "it is not");
      paths.add(path);
    }
  }
  return [...paths];
}

async function modulesOf(root: string, entry: string, seconds: number): Promise<Module[]> {
  const args = ["info", "--json", entry];
  const ended = await runWithin(Deno.execPath(), { args, seconds, cwd: root });
  if (ended === undefined) throw refusal(entry, "be readable", `nothing within ${seconds} s`);
  if (!ended.success) throw refusal(entry, "be readable", ended.stderr.trim());
  return JSON.parse(ended.stdout).modules;
}

function refusal(module: string, rule: string, state: string): CommandError {
  const hint = "`deploy.include` of deno.json names what is sent";
  return new CommandError(
    `Cannot deploy: expected module ${module} to ${rule}, got ${state}`,
    hint,
  );
}
