/**
 * First files of the programs and style sheets of pages: `static/src/a/b.ts` is built to `static/a/b.js`,
 * `static/src/a/b.css` to `static/a/b.css`.
 */
export const PROGRAMS = [
  "static/src/widget.ts",
  "static/src/studio.ts",
  "static/src/studio.css",
  "static/src/runtime/worker.ts",
] as const;
