import { mediaTypeOf } from "./media_types.ts";

/** For pages and their files: only code from this server may run. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

/** For the worker that runs models: it compiles kernels and loads models from anywhere. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";

/** The path of that worker. */
const WORKER = "runtime/worker.js";

/** Types of the widget. */
const TYPES = "widget.d.ts";

/** Headers of every file of `static/` outside bundles. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": PAGE_POLICY,
};

/**
 * Files with other headers. A worker obeys its own policy, not its page's; a cross-origin isolated page can start only
 * workers that are isolated too.
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
