// Not in the import map, nor in deno.dev.lock: its lock is openapi.lock, as tests can do without it.
// deno-lint-ignore no-import-prefix
export { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
