import { scanImports } from "../boundaries/scan_source.ts";

/** Test files by the part of the run they belong to, each list sorted. */
export interface TestFiles {
  unit: string[];
  tools: string[];
  golden: string[];
  gpu: string[];
  server: string[];
  workerd: string[];
  browser: string[];
}

const ADAPTER = "tests/support/adapter.ts";

/**
 * Tests that wait for other programs (type checks, linters, npm, compilers, training) or read the whole shipped bundle: a few
 * files, half of the time of all unit tests.
 */
export const TOOL_TESTS: readonly string[] = [
  "tests/api/public_api_test.ts",
  "tests/examples/my_model_test.ts",
  "tests/examples/train_test.ts",
  "tests/executors/op_tables_test.ts",
  "tests/executors/wasm/revectorize_test.ts",
  "tests/offline/export/shipped_bundle_test.ts",
  "tests/routes/openapi/lint_test.ts",
  "tests/scripts/checks/portability_test.ts",
  "tests/scripts/evaluate_test.ts",
  "tests/scripts/kernels/compile_kernels_test.ts",
  "tests/scripts/npm/widget_package_test.ts",
  "tests/scripts/pages/build_programs_test.ts",
  "tests/scripts/pages/committed_test.ts",
  "tests/scripts/supply/supply_documents_test.ts",
  "tests/scripts/train_test.ts",
];

/**
 * Sorts the test files: those in `tests/server/` serve over a socket, those in `tests/workerd/` do so in workerd, those in
 * `tests/browser/` open pages in Chromium, those in `tests/golden/` draw a thousand images of the shipped bundle; those
 * that import `gpuTest()`, directly or through another file, need an adapter; {@link TOOL_TESTS} run
 * other programs; the rest are unit tests.
 * @param root The repository, without a slash at the end.
 */
export async function sortTestFiles(root: string): Promise<TestFiles> {
  const files: TestFiles = {
    unit: [],
    tools: [],
    golden: [],
    gpu: [],
    server: [],
    workerd: [],
    browser: [],
  };
  for (const path of await testFiles(root, "tests")) {
    if (path.startsWith("tests/server/")) files.server.push(path);
    else if (path.startsWith("tests/workerd/")) files.workerd.push(path);
    else if (path.startsWith("tests/browser/")) files.browser.push(path);
    else if (path.startsWith("tests/golden/")) files.golden.push(path);
    else if (TOOL_TESTS.includes(path)) files.tools.push(path);
    else if (await reaches(root, path, ADAPTER)) files.gpu.push(path);
    else files.unit.push(path);
  }
  return files;
}

async function testFiles(root: string, folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${root}/${folder}`)) {
    const path = `${folder}/${name}`;
    if (isDirectory) paths.push(...await testFiles(root, path));
    else if (name.endsWith("_test.ts")) paths.push(path);
  }
  return paths.sort();
}

async function reaches(
  root: string,
  path: string,
  target: string,
  seen: Set<string> = new Set(),
): Promise<boolean> {
  if (path === target) return true;
  // Only tests import tests: other files can't lead to the target.
  if (seen.has(path) || !path.startsWith("tests/") || !path.endsWith(".ts")) return false;
  seen.add(path);
  const source = await Deno.readTextFile(`${root}/${path}`);
  for (const { specifier } of scanImports(source)) {
    if (!specifier.startsWith(".")) continue;
    const next = new URL(specifier, `file:///${path}`).pathname.slice(1);
    if (await reaches(root, next, target, seen)) return true;
  }
  return false;
}
