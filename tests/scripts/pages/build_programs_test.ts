import { assert, assertEquals, assertRejects } from "@std/assert";
import { buildPrograms } from "../../../scripts/pages/build_programs.ts";

const PROGRAM = `
import * as z from "zod";
import { double } from "./a/double.ts";
export const result: number = z.int().parse(double(21));
`;
const FILES: Record<string, string> = {
  "web/program.ts": PROGRAM,
  "web/a/double.ts": `export const double = (x: number): number => 2 * x; // é`,
  "web/a/worker.ts": `export const name: string = "é";`,
  "web/elsewhere.ts": `export * from "npm:zod@4";`,
  "web/unknown.ts": `export * from "left-pad";`,
  "web/broken.ts": `export const = 1;`,
};

/** Builds sources of a folder that holds `FILES`. */
async function build(...sources: string[]): Promise<Map<string, Uint8Array>> {
  const root = await Deno.makeTempDir();
  try {
    for (const [path, source] of Object.entries(FILES)) {
      await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${root}/${path}`, source);
    }
    return await buildPrograms(root, sources);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** esbuild's process ends a little after it was told to. */
function programTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

programTest(
  "buildPrograms() makes each program one module that runs, packages included",
  async () => {
    const built = await build("web/program.ts", "web/a/worker.ts");
    assertEquals([...built.keys()].sort(), ["static/a/worker.js", "static/program.js"]);
    const code = new TextDecoder().decode(built.get("static/program.js"));
    assert(!/\bimport\b/.test(code), "an import is left");
    const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    assertEquals(module.result, 42);
  },
);

programTest("buildPrograms() gives the same bytes wherever the repository lies", async () => {
  assertEquals(await build("web/program.ts"), await build("web/program.ts"));
});

for (
  const [path, state] of [
    ["missing.ts", `Could not resolve "web/missing.ts"`],
    ["unknown.ts", `"left-pad" not a dependency and not in import map`],
    ["elsewhere.ts", `"npm:zod@4" is not in the import map`],
    ["broken.ts", `Expected identifier`],
  ]
) {
  programTest(`buildPrograms() refuses ${path}`, async () => {
    const message = `Cannot build the pages: expected each to be a program, got `;
    const error = await assertRejects(() => build(`web/${path}`), Error, message);
    assert((error as Error).message.includes(state), (error as Error).message);
  });
}
