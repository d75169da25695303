import { mediaTypeOf } from "./media_types.ts";

/** Of pages and their files: only what this server sends may run. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

/** Of the worker that models run in: it compiles kernels, and its models lie anywhere. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";

/** Where that worker lies. */
const WORKER = "runtime/worker.js";

/** Types of the widget. */
const TYPES = "widget.d.ts";

/** Headers of every file of `static/` that is no bundle's. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": PAGE_POLICY,
};

/**
 * Files that have other headers. A worker obeys the policy it came with, not its page's; a page that is
 * isolated from other origins starts none that is not.
 */
export const OTHER_HEADERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [WORKER]: {
    "content-security-policy": WORKER_POLICY,
    "cross-origin-embedder-policy": "require-corp",
  },
  // Deno and editors then find the types of a program that imports the widget.
  "widget.js": { ...PAGE_HEADERS, "x-typescript-types": "./widget.d.ts" },
  // An asset host takes `.ts` for a video.
  [TYPES]: { ...PAGE_HEADERS, "content-type": mediaTypeOf(TYPES) },
};

/** The headers of a file of `static/`. @param path Of the file, from there. */
export function pageHeaders(path: string): Readonly<Record<string, string>> {
  return Object.hasOwn(OTHER_HEADERS, path) ? OTHER_HEADERS[path] : PAGE_HEADERS;
}
