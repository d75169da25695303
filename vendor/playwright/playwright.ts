// Not in the import map, whose packages `deno task` and `deno install` resolve: only browser tests need it.
// deno-lint-ignore no-import-prefix
export { type Browser, type BrowserContext, chromium, type Page } from "npm:playwright-core@1.65.1";
