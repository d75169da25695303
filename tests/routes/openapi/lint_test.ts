import { assertEquals } from "@std/assert";
import { hasTool, type Ran, runTool } from "../../support/openapi_tools.ts";
import { openTestApp } from "../../support/test_app.ts";

const VALIDATOR = "tests/support/openapi/schema_validator.ts";
const SPECTRAL = "tests/support/openapi/spectral.ts";
const REDOCLY = "vendor/openapi/redocly.ts";

/** Registers a test of what a program writes about the document. */
async function lintTest(
  name: string,
  program: string,
  { args = [], check }: { args?: string[]; check: (ran: Ran) => void },
): Promise<void> {
  const isThere = await hasTool(program);
  Deno.test({
    name: isThere ? name : `${name} (no package)`,
    ignore: !isThere,
    fn: async () => {
      const path = await Deno.makeTempFile({ suffix: ".json" });
      try {
        const document = await openTestApp().request("/openapi.json");
        await Deno.writeTextFile(path, await document.text());
        check(await runTool(program, [...args, path]));
      } finally {
        await Deno.remove(path);
      }
    },
  });
}

await lintTest("The document is valid by OpenAPI's own JSON Schema", VALIDATOR, {
  check: ({ stdout, stderr }) => {
    assertEquals([JSON.parse(stdout), stderr], [{ valid: true, version: "3.1" }, ""]);
  },
});

await lintTest("Spectral's recommended rules find nothing in the document", SPECTRAL, {
  check: ({ success, stdout, stderr }) => {
    assertEquals([success, JSON.parse(stdout)], [true, []], stderr);
  },
});

await lintTest("Redocly's recommended rules find nothing in the document", REDOCLY, {
  args: ["lint", "--extends=recommended", "--format=json"],
  check: ({ stdout, stderr }) => {
    const { totals, problems } = JSON.parse(stdout);
    assertEquals([totals.errors, totals.warnings, problems], [0, 0, []], stderr);
  },
});
