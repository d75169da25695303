// Not in the import map, whose packages `deno task` and `deno install` resolve: only tests need it.
// deno-lint-ignore no-import-prefix
export { parse } from "npm:yaml@2.9.1";
