// Not in the import map, whose packages `deno task` and `deno install` resolve: only `deno task kernels` needs it.
// deno-lint-ignore no-import-prefix
export { default } from "npm:assemblyscript@0.28.20/asc";
