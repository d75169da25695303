// Not in the import map, whose packages `deno task` and `deno install` resolve: only tests need it.
// deno-lint-ignore no-import-prefix
export { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
