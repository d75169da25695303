// Not in the import map, whose packages `deno task` and `deno install` resolve: only tests need it.
// deno-lint-ignore no-import-prefix
export { astToString, default } from "npm:openapi-typescript@7.13.0";
// deno-lint-ignore no-import-prefix
export { default as ts } from "npm:typescript@5.9.3";
