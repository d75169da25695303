// Not in the import map, nor in deno.dev.lock: its lock is openapi.lock, as tests can do without it.
// deno-lint-ignore no-import-prefix
export { default } from "npm:openapi-fetch@0.17.0";
