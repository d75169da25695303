import { checkBoundaries } from "../boundaries/check_boundaries.ts";
import { denoCheck, denoTest, type Outcome } from "./run_deno.ts";
import type { TestFiles } from "./test_files.ts";

/** One part of the checks. */
export interface Part {
  name: string;
  run(): Promise<Outcome>;
  /** Must not share the machine: it measures time limits or uses every core. */
  alone?: true;
}

const PORTABLE_ROOMS = ["core", "models", "routes"];

/** Format, lint, types, types without Deno, and boundaries: none runs the code. */
export function staticParts(root: string): Part[] {
  return [
    { name: "format", run: () => denoCheck(root, ["fmt", "--check"]) },
    { name: "lint", run: () => denoCheck(root, ["lint"]) },
    { name: "types", run: () => denoCheck(root, ["check", "--quiet", "--doc"]) },
    {
      // The libraries of a page instead of Deno's, and the same import map.
      name: "portability",
      run: () =>
        denoCheck(root, [
          ...["check", "--quiet", "--config=deno.dom.json", "--import-map=deno.json"],
          ...PORTABLE_ROOMS,
        ]),
    },
    { name: "boundaries", run: () => boundaries(root) },
  ];
}

/** Unit and property tests, without a GPU. */
export function unitPart(root: string, { unit }: TestFiles): Part {
  return { name: "unit", run: () => denoTest(root, ["--parallel", ...unit]) };
}

/** What takes longer: the examples in the docs, the kernels, the server over a socket. */
export function slowParts(root: string, { gpu, server }: TestFiles): Part[] {
  return [
    { name: "doc", run: () => denoTest(root, ["--doc", "--ignore=tests,vendor"]) },
    { name: "gpu", run: () => denoTest(root, gpu), alone: true },
    { name: "server", run: () => denoTest(root, server), alone: true },
  ];
}

async function boundaries(root: string): Promise<Outcome> {
  const violations = await checkBoundaries(root);
  const failed = violations.length > 0 ? 1 : 0;
  return { passed: 1 - failed, failed, skipped: [], output: violations.join("\n") };
}
