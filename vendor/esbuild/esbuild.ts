// Not in the import map, whose packages `deno task` and `deno install` resolve: only `deno task pages` needs it.
// deno-lint-ignore no-import-prefix
export { build, type Plugin, stop } from "npm:esbuild@0.28.2";
