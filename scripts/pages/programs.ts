/** First files of the programs that run in a page: `static/src/a/b.ts` is built to `static/a/b.js`. */
export const PROGRAMS = [
  "static/src/widget.ts",
  "static/src/studio.ts",
  "static/src/runtime/worker.ts",
] as const;
