// Not in the import map, whose packages `deno task` and `deno install` resolve: only browser tests need it.
// deno-lint-ignore no-import-prefix
import axe from "npm:axe-core@4.14.1";
// deno-lint-ignore no-import-prefix
export type { AxeResults, Result } from "npm:axe-core@4.14.1";

/** The program that a page runs; it makes `axe` a global. */
export const AXE_SOURCE: string = axe.source;
