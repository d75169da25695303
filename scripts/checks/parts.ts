import { checkBoundaries } from "../boundaries/check_boundaries.ts";
import { checkLengths } from "../boundaries/check_lengths.ts";
import { findCircles } from "../boundaries/find_circles.ts";
import { sourceFiles } from "../boundaries/source_files.ts";
import { denoCheck, denoTest, denoTestFiles, DEV_LOCK, type Outcome } from "./run_deno.ts";
import type { TestFiles } from "./test_files.ts";

/** One part of the checks. */
export interface Part {
  name: string;
  run(): Promise<Outcome>;
  /** Must not share the machine: it measures time limits. */
  alone?: true;
}

const TYPES = ["check", "--quiet", "--doc", DEV_LOCK];
const PORTABLE_ROOMS = [
  ...["core", "executors", "generation", "models", "routes", "worker.ts", "web"],
];

/** All but what needs a document, which Deno has not; the worker of a page has none either. */
const ROOMS_WITHOUT_DOCUMENT = [
  ".",
  ...["!web/page*", "!web/studio*", "!web/widget*"],
  "!web/runtime/open_page_model.ts",
  ...["!static/widget.d.ts", "!examples/widget.mts"],
  "!tests/browser",
];

/** What has a lock of its own, and is checked by the tests that run it. */
const LOCKED_TOOLS = ["!tests/support/openapi", "!vendor/openapi", "!vendor/npm_checks"];

/** Format, lint, types (in Deno, without Deno and in pages) and boundaries, without running the code. */
export function staticParts(root: string): Part[] {
  return [
    { name: "format", run: () => denoCheck(root, ["fmt", "--check"]) },
    { name: "lint", run: () => denoCheck(root, ["lint"]) },
    {
      name: "types",
      run: () => denoCheck(root, [...TYPES, ...ROOMS_WITHOUT_DOCUMENT, ...LOCKED_TOOLS]),
    },
    { name: "portability", run: () => typesWith(root, "deno.dom.json", PORTABLE_ROOMS) },
    { name: "browser-types", run: () => typesWith(root, "deno.browser.json", ["tests/browser"]) },
    {
      // By itself, because web/ declares the same element.
      name: "widget-types",
      run: () => typesWith(root, "deno.dom.json", ["examples/widget.mts"]),
    },
    { name: "boundaries", run: () => boundaries(root) },
  ];
}

/** Enough that two processors are busy to the end, few enough that little is loaded twice. */
const UNIT_PROGRAMS = 8;

/** A software adapter is idle while a test compiles shaders or compares values: two of these run at a time. */
const GPU_PROGRAMS = 16;

/** Unit and property tests, without a GPU. */
export function unitPart(root: string, { unit }: TestFiles): Part {
  return {
    name: "unit",
    run: () => denoTestFiles(root, unit, { programs: UNIT_PROGRAMS, parallel: true }),
  };
}

/** Slower parts: tests that run other programs, examples in docs, golden images, WebGPU, the server over a socket in Deno and workerd, and a browser. */
export function slowParts(
  root: string,
  { tools, golden, gpu, server, workerd, browser }: TestFiles,
): Part[] {
  return [
    {
      name: "tools",
      run: () => denoTestFiles(root, tools, { programs: tools.length, parallel: true }),
    },
    { name: "doc", run: () => denoTest(root, ["--doc", "--parallel", "--ignore=tests,vendor"]) },
    {
      name: "golden",
      run: () => denoTestFiles(root, golden, { programs: golden.length, parallel: true }),
    },
    { name: "browser", run: () => denoTestFiles(root, browser) },
    {
      name: "gpu",
      run: () => denoTestFiles(root, gpu, { programs: GPU_PROGRAMS, parallel: true }),
    },
    { name: "server", run: () => ownPrograms(root, server), alone: true },
    { name: "workerd", run: () => denoTestFiles(root, workerd), alone: true },
  ];
}

// Otherwise output of one file's servers would count as a leak of another file's tests.
function ownPrograms(root: string, files: readonly string[]): Promise<Outcome> {
  return denoTestFiles(root, files, { programs: files.length });
}

// Checks types without Deno's libraries, with the same import map and versions.
async function typesWith(root: string, config: string, paths: readonly string[]): Promise<Outcome> {
  const lock = await Deno.makeTempFile({ suffix: ".lock" });
  try {
    // A copy, because Deno removes what these rooms don't import from the lock file.
    await Deno.copyFile(`${root}/deno.dev.lock`, lock);
    const options = [`--config=${config}`, "--import-map=deno.json", `--lock=${lock}`];
    return await denoCheck(root, ["check", "--quiet", ...options, ...paths]);
  } finally {
    await Deno.remove(lock);
  }
}

async function boundaries(root: string): Promise<Outcome> {
  const files = await sourceFiles(root);
  const violations = [...checkBoundaries(files), ...findCircles(files), ...checkLengths(files)];
  const failed = violations.length > 0 ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: [], output: violations.join("\n") };
}
