import type { Context } from "hono";
import * as z from "zod";
import type { AppDeps } from "./deps.ts";
import type { StoredFile } from "./file_store.ts";
import { parseRange } from "./http/byte_range.ts";
import { cacheHeaders, isFresh, notModified } from "./http/etag.ts";
import { otherMethod } from "./http/methods.ts";
import { Problem } from "./http/problem.ts";
import type { Env } from "./http/request_context.ts";
import { mediaTypeOf } from "./media_types.ts";
import type { Operation } from "./openapi/operation.ts";
import { pageHeaders } from "./page_headers.ts";
import { FileName, FileQuery, ModelPath } from "./schemas/model.ts";

/** Cacheable, but revalidated before every use. */
export const UNVERSIONED = "no-cache";

const PAGES: Readonly<Record<string, string>> = { "/": "index.html", "/docs": "docs/index.html" };
/** Other paths of the documentation; its relative links work at `/docs` only. */
const MOVED: ReadonlySet<string> = new Set(["/docs/", "/docs/index.html"]);
/** For files of a bundle: styles are allowed, scripts are not. */
const BUNDLE_HEADERS = {
  "content-security-policy":
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:",
};

/**
 * Serves every path without a route: pages, and bundle files under `/models/{id}/`.
 *
 * @throws {Problem} 404 if there is no such file.
 */
export async function answerFile(c: Context<Env>, deps: AppDeps): Promise<Response> {
  if (MOVED.has(c.req.path)) return c.body(null, 308, { location: "../docs" });
  const path = PAGES[c.req.path] ??
    c.req.path.slice(1).replace(/^models\/[^/]+\/$/, "$&manifest.json");
  const file = deps.files.find(path);
  if (file === undefined) throw new Problem(404, "Cannot find this path");
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return otherMethod(c, ["GET"]);
  const headers = headersOf(path, file, isVersioned(c, deps, path));
  if (isFresh(c, file.etag)) return notModified(headers);
  const range = rangeOf(c, file);
  const { start, end } = range ?? { start: 0, end: file.size };
  headers["content-length"] = String(end - start);
  if (range !== undefined) headers["content-range"] = `bytes ${start}-${end - 1}/${file.size}`;
  const status = range === undefined ? 200 : 206;
  if (c.req.method === "HEAD") return new Response(null, { status, headers });
  const body = await file.read(start, end);
  if (body === undefined) throw new Problem(404, "Cannot find this file: it was removed");
  return new Response(body, { status, headers });
}

/** @throws {Problem} 416 if no byte of the file is in the range. */
function rangeOf(c: Context<Env>, file: StoredFile) {
  const condition = c.req.header("if-range");
  if (condition !== undefined && condition.trim() !== file.etag) return undefined;
  const range = parseRange(c.req.header("range"), file.size);
  if (range !== "unsatisfiable") return range;
  throw new Problem(416, `Cannot send this range: the file has ${file.size} bytes`, {
    headers: { "content-range": `bytes */${file.size}` },
  });
}

function headersOf(path: string, file: StoredFile, versioned: boolean): Record<string, string> {
  const headers: Record<string, string> = {
    ...cacheHeaders(file.etag, versioned),
    "accept-ranges": "bytes",
    vary: "accept-encoding", // The host may compress it.
    "content-type": mediaTypeOf(path),
    ...path.startsWith("models/") ? BUNDLE_HEADERS : pageHeaders(path),
  };
  if (!versioned) headers["cache-control"] = UNVERSIONED;
  return headers;
}

/** Whether the URL names the bundle's version. @throws {Problem} 404 if it names another. */
function isVersioned(c: Context<Env>, { models }: AppDeps, path: string): boolean {
  const [folder, id] = path.split("/");
  const version = new URL(c.req.url).searchParams.get("version");
  const model = folder === "models" && models.find(({ manifest }) => manifest.id === id);
  if (!model || version === null) return false;
  if (version === model.version) return true;
  throw new Problem(404, `Cannot find this version of model "${id}"`, {
    errors: [{ path: "version", message: "It is not the version that is served" }],
  });
}

const FILE = {
  method: "get",
  negotiates: false,
  conditional: "ranges",
  problems: [404],
} as const;

/** OpenAPI operations of {@link answerFile}. */
export const fileOperations: readonly Operation[] = [
  {
    ...FILE,
    path: "/models/{id}/{file}",
    tag: "models",
    summary: "Get a file of a model's bundle",
    description:
      "manifest.json, which /models/{id}/ gives too, and every file that it names. With " +
      "the model's version in the query, the file may be kept for good.",
    pathParameters: { id: ModelPath, file: FileName },
    query: FileQuery,
    replies: {
      "application/json": z.looseObject({}),
      "application/octet-stream": null,
      "application/gzip": null,
      "image/png": null,
      "text/html": null,
      "text/markdown": null,
    },
  },
  {
    ...FILE,
    path: "/widget.js",
    tag: "pages",
    summary: "Get the widget",
    description: "A module that defines the element tessera-generator, for pages of any origin.",
    replies: { "text/javascript": null },
  },
  {
    ...FILE,
    path: "/",
    id: "getStudio",
    tag: "pages",
    summary: "Open the studio",
    description: "A page for drawing, editing and blending pictures.",
    replies: { "text/html": null },
  },
  {
    ...FILE,
    path: "/docs",
    tag: "pages",
    summary: "Read this document as a page",
    description: "All operations with their parameters and replies.",
    replies: { "text/html": null },
  },
];
