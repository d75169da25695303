/** Of pages and their files: only what this server sends may run. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; " +
  "img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

/** Of the worker that models run in: it compiles kernels, and its models lie anywhere. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";

/** Where that worker lies. */
const WORKER = "runtime/worker.js";

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
};

/** The headers of a file of `static/`. @param path Of the file, from there. */
export function pageHeaders(path: string): Readonly<Record<string, string>> {
  return Object.hasOwn(OTHER_HEADERS, path) ? OTHER_HEADERS[path] : PAGE_HEADERS;
}
