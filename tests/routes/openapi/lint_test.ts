import { assertEquals } from "@std/assert";
import { openTestApp } from "../../support/test_app.ts";

const LINTER = new URL("../../../vendor/openapi/redocly.ts", import.meta.url).pathname;
const text = await (await openTestApp().request("/openapi.json")).text();

// Without the packages the tests are skipped by name: a server needs none of them.
const spectral = await import("../../../vendor/openapi/spectral.ts").catch(() => undefined);
const validator = await import("../../../vendor/openapi/schema_validator.ts").catch(() =>
  undefined
);
const redocly = await runRedocly(["--version"]);

/** Registers a test that is skipped where its package is not there. */
function lintTest(name: string, isThere: boolean, fn: () => Promise<void>): void {
  Deno.test({ name: isThere ? name : `${name} (no package)`, ignore: !isThere, fn });
}

lintTest(
  "The document is valid by OpenAPI's own JSON Schema",
  validator !== undefined,
  async () => {
    const { Validator } = validator!;
    const own = new Validator();
    assertEquals(await own.validate(JSON.parse(text)), { valid: true });
    assertEquals(own.version, "3.1");
  },
);

lintTest("Spectral's recommended rules find nothing in the document", !!spectral, async () => {
  const { Document, Json, OAS_RULES, Spectral } = spectral!;
  const linter = new Spectral();
  linter.setRuleset({ extends: [[OAS_RULES, "recommended"]] });
  const found = await linter.run(new Document(text, Json, "openapi.json"));
  assertEquals(found.map(({ code, message, path }) => `${code} ${message} ${path.join(".")}`), []);
});

lintTest("Redocly's recommended rules find nothing in the document", redocly.success, async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/openapi.json`, text);
    const args = ["lint", "--extends=recommended", "--format=json", `${folder}/openapi.json`];
    const { output } = await runRedocly(args, folder);
    const { totals, problems } = JSON.parse(output);
    assertEquals(problems, []);
    assertEquals([totals.errors, totals.warnings], [0, 0]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** @returns What it wrote to stdout. */
async function runRedocly(args: string[], cwd?: string) {
  const root = new URL("../../../", import.meta.url).pathname;
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      `--config=${root}deno.json`,
      `--lock=${root}deno.dev.lock`,
      LINTER,
      ...args,
    ],
    cwd,
    env: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
    stderr: "null",
  }).output();
  return { success, output: new TextDecoder().decode(stdout) };
}
