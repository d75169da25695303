import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";
import { widgetPackage } from "../../../scripts/npm/widget_package.ts";
import { lockedTools } from "../../support/locked_tools.ts";

const CHECKS = "vendor/npm_checks/package_findings.ts";
const { hasTool, runTool } = lockedTools("vendor/npm_checks/npm_checks.lock");

Deno.test("widgetPackage() holds the widget, its types and all that it loads", async () => {
  const files = await widgetPackage(repositoryRoot());
  for (const path of ["widget.js", "widget.d.ts", "runtime/worker.js", "runtime/kernels.wasm"]) {
    assert(files.has(path), path);
  }
  const manifest = JSON.parse(new TextDecoder().decode(files.get("package.json")));
  const { version } = JSON.parse(await Deno.readTextFile(`${repositoryRoot()}/deno.json`));
  assertEquals([manifest.version, manifest.type], [version, "module"]);
});

const canCheck = await canPack() && await hasTool(CHECKS);

Deno.test({
  name: "npm packs the widget's package, and publint and arethetypeswrong find nothing in it" +
    (canCheck ? "" : " (npm has not their packages)"),
  ignore: !canCheck,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await writePackage(`${folder}/package`);
      const tarball = await pack(`${folder}/package`, folder);
      const { stdout, stderr } = await runTool(CHECKS, [`${folder}/package`, tarball]);
      assertEquals([stdout, stderr], ["", ""]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function canPack(): Promise<boolean> {
  try {
    return (await new Deno.Command("npm", { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

async function writePackage(folder: string): Promise<void> {
  for (const [path, bytes] of await widgetPackage(repositoryRoot())) {
    await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeFile(`${folder}/${path}`, bytes);
  }
}

/** @returns The tarball's path. */
async function pack(folder: string, out: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("npm", {
    args: ["pack", folder, "--json", "--ignore-scripts", `--pack-destination=${out}`],
    env: { npm_config_cache: `${out}/cache`, npm_config_update_notifier: "false" },
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stderr));
  const [{ filename }]: { filename: string }[] = JSON.parse(decoder.decode(stdout));
  return `${out}/${filename.replace("@", "").replace("/", "-")}`;
}
