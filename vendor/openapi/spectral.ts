// Not in the import map, nor in deno.dev.lock: its lock is openapi.lock, as tests can do without it.
// deno-lint-ignore no-import-prefix
import type { RulesetDefinition } from "npm:@stoplight/spectral-core@1.24.1";
// deno-lint-ignore no-import-prefix
import { oas } from "npm:@stoplight/spectral-rulesets@1.23.1";
// deno-lint-ignore no-import-prefix
export { Document, Spectral } from "npm:@stoplight/spectral-core@1.24.1";
// deno-lint-ignore no-import-prefix
export { Json } from "npm:@stoplight/spectral-parsers@1.0.5";

/** The rules for OpenAPI, whose declared type the linter's does not fit. */
export const OAS_RULES = oas as unknown as RulesetDefinition;
