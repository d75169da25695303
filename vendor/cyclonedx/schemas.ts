// Not in the import map, whose packages `deno task` and `deno install` resolve: only a test needs them.
// deno-lint-ignore-file no-import-prefix
import { Ajv } from "npm:ajv@8.20.0";
import addFormats from "npm:ajv-formats@3.0.1";
import "npm:@cyclonedx/cyclonedx-library@10.3.0";

const SCHEMAS = new URL(
  "../res/schema/",
  import.meta.resolve("npm:@cyclonedx/cyclonedx-library@10.3.0"),
);

/**
 * Compares a bill of materials with CycloneDX's own schema.
 * @returns What differs, as `path message`.
 */
export async function billFindings(bill: unknown): Promise<string[]> {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  for (const format of ["iri-reference", "idn-email"]) ajv.addFormat(format, true);
  for (const name of ["spdx", "jsf-0.82"]) {
    ajv.addSchema(await readSchema(name), `http://cyclonedx.org/schema/${fileOf(name)}`);
  }
  const validate = ajv.compile(await readSchema("bom-1.6"));
  validate(bill);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

async function readSchema(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await Deno.readTextFile(new URL(fileOf(name), SCHEMAS)));
}

/** As the schemas refer to each other. */
function fileOf(name: string): string {
  return `${name}.SNAPSHOT.schema.json`;
}
