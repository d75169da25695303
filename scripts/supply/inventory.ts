import { sha256Hex } from "../../core/bundle/mod.ts";
import { PROGRAMS } from "../pages/programs.ts";
import { type LockedPackage, lockedPackages } from "./locked_packages.ts";

/** What a package is for. */
export type Use = "served" | "developed with" | "deployed with";

/** A package of another's making. */
export interface Component extends LockedPackage {
  readonly use: Use;
  /** For what is served: where it is part of. */
  readonly part?: string;
  /** Copies of its files in the repository: their SHA-256 by path. */
  readonly copies: ReadonlyMap<string, string>;
}

/** Lock files, and what the packages are for that only they have. */
const LOCKS: readonly (readonly [path: string, use: Use])[] = [
  ["deno.lock", "developed with"],
  ["deno.dev.lock", "developed with"],
  ["vendor/npm_checks/npm_checks.lock", "developed with"],
  ["vendor/openapi/openapi.lock", "developed with"],
  ["scripts/cloudflare/wrangler.lock", "deployed with"],
];

/** Where the module graphs begin of all that is served. */
const SERVED: Readonly<Record<string, readonly string[]>> = {
  "the server on Deno": ["main.ts", "serving/inference_worker.ts"],
  "the Worker": ["worker.ts"],
  "static/*.js": PROGRAMS.filter((path) => path.endsWith(".ts")),
};

/** Packages of which files are copied, or compiled into ours; a module graph shows at most types of them. */
const COPIED: Readonly<Record<string, string>> = {
  "onnxruntime-web": "static/runtime/onnxruntime",
  assemblyscript: "its library in executors/wasm/kernels/kernels.wasm",
};
const COPIES = "static/runtime/onnxruntime";

/** Everything of others' making that the lock files name, sorted by name and version. */
export async function takeInventory(root: string): Promise<Component[]> {
  const parts = await servedParts(root);
  const found = new Map<string, Component>();
  for (const [path, use] of LOCKS) {
    for (const [id, locked] of lockedPackages(await Deno.readTextFile(`${root}/${path}`))) {
      if (found.has(id)) continue;
      const copied = use === "developed with" ? COPIED[locked.name] : undefined;
      const part = copied ?? parts.get(id)?.join(", ");
      const copies = part === COPIES ? await copiesIn(root, COPIES) : new Map();
      found.set(id, { ...locked, use: part === undefined ? use : "served", part, copies });
    }
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, component]) => component);
}

/** The parts that import a package, by `name@version`. */
async function servedParts(root: string): Promise<Map<string, string[]>> {
  const parts = new Map<string, string[]>();
  for (const [part, entries] of Object.entries(SERVED)) {
    const graphs = await Promise.all(entries.map((entry) => importedPackages(root, entry)));
    for (const id of new Set(graphs.flat())) parts.set(id, [...parts.get(id) ?? [], part]);
  }
  return parts;
}

async function importedPackages(root: string, entry: string): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--lock=deno.dev.lock", entry],
    cwd: root,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot read ${entry}: ${decoder.decode(stderr).trim()}`);
  const { modules }: { modules: { npmPackage?: string }[] } = JSON.parse(decoder.decode(stdout));
  return modules.flatMap(({ npmPackage }) => npmPackage ?? []).map((id) => id.replace(/_.*/, ""));
}

async function copiesIn(root: string, folder: string): Promise<Map<string, string>> {
  const copies = new Map<string, string>();
  const names = (await Array.fromAsync(Deno.readDir(`${root}/${folder}`))).map(({ name }) => name);
  for (const name of names.filter((name) => name !== "LICENSE.txt").sort()) {
    const path = `${folder}/${name}`;
    copies.set(path, await sha256Hex(await Deno.readFile(`${root}/${path}`)));
  }
  return copies;
}
