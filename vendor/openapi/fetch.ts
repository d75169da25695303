// Not in the import map, whose packages `deno task` and `deno install` resolve: only tests need it.
// deno-lint-ignore no-import-prefix
export { default } from "npm:openapi-fetch@0.17.0";
