import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";
import { LIMITS } from "../../../scripts/cloudflare/limits.ts";
import { buildPrograms } from "../../../scripts/pages/build_programs.ts";
import { copyRuntime } from "../../../scripts/pages/copy_runtime.ts";
import { PROGRAMS } from "../../../scripts/pages/programs.ts";
import { gunzip } from "../../support/gunzip.ts";

const ROOT = repositoryRoot();

Deno.test({
  name: "buildPrograms() gives the programs that are in the repository",
  fn: async () => await requireCommitted(await buildPrograms(ROOT, PROGRAMS)),
  // esbuild's process ends a little after it was told to.
  sanitizeOps: false,
  sanitizeResources: false,
});

Deno.test("copyRuntime() gives the files that are in the repository", async () => {
  await requireCommitted(await copyRuntime(ROOT));
});

Deno.test("The files of ONNX Runtime lie beside a licence that tells their version", async () => {
  const folder = `${ROOT}/static/runtime/onnxruntime`;
  const licence = await Deno.readTextFile(`${folder}/LICENSE.txt`);
  const module = await Deno.readTextFile(`${folder}/ort.webgpu.min.mjs`);
  const version = /ONNX Runtime Web v([\d.]+)/.exec(module)![1];
  assertEquals(/onnxruntime-web ([\d.]+\d)/.exec(licence)![1], version);
});

async function requireCommitted(files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  assert(files.size > 0);
  for (const [path, built] of files) {
    const committed = await Deno.readFile(`${ROOT}/${path}`);
    assert(committed.length < LIMITS.asset, path);
    // How small gzip packs is its own affair: packed bytes may differ between versions of Deno.
    const [actual, expected] = path.endsWith(".gz")
      ? [await gunzip(committed), await gunzip(built as Uint8Array<ArrayBuffer>)]
      : [committed, built];
    const isEqual = actual.length === expected.length &&
      actual.every((it, i) => it === expected[i]);
    assert(isEqual, `${path} differs: run \`deno task pages\``);
  }
}
