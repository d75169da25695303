// The import map names this file, not the package: `deno task` downloads every package that it names.
// deno-lint-ignore no-import-prefix
export * from "npm:fast-check@4";
// deno-lint-ignore no-import-prefix
export { default } from "npm:fast-check@4";
