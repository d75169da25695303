// Not in the import map, nor in deno.dev.lock: its lock is openapi.lock, as tests can do without it.
// deno-lint-ignore no-import-prefix
export { astToString, default } from "npm:openapi-typescript@7.13.0";
// deno-lint-ignore no-import-prefix
export { default as ts } from "npm:typescript@5.9.3";
