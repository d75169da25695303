/**
 * First files of the programs and style sheets of pages: `web/a/b.ts` is built to `static/a/b.js`,
 * `web/a/b.css` to `static/a/b.css`.
 */
export const PROGRAMS = [
  "web/widget.ts",
  "web/studio.ts",
  "web/studio.css",
  "web/runtime/worker.ts",
] as const;
