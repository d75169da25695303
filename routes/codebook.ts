import { Hono } from "hono";
import { CodebookBodies, streamOf, wholeBody } from "./codebook_body.ts";
import { nearestCost, textCost } from "./cost.ts";
import type { AppDeps } from "./deps.ts";
import { negotiate } from "./http/accept.ts";
import { cacheHeaders, entityTag, isFresh, notModified } from "./http/etag.ts";
import { malformed, outOfRange } from "./http/problem.ts";
import { limitRateFirst } from "./http/rate_limit.ts";
import type { Env } from "./http/request_context.ts";
import { validJson } from "./http/valid_json.ts";
import { validQuery } from "./http/valid_query.ts";
import type { Operation } from "./openapi/operation.ts";
import { CodebookQuery, CodebookReply, NearestReply, NearestRequest } from "./schemas/codec.ts";
import { findCodebook } from "./served_model.ts";
import { runOne } from "./run_job.ts";

const RAW = "application/octet-stream";

/** `/codebook`: the entries, and the entries nearest to given vectors. */
export function codebookRoutes(deps: AppDeps): Hono<Env> {
  const bodies = new CodebookBodies();
  return new Hono<Env>()
    .get("/codebook", validQuery(CodebookQuery), async (c) => {
      const type = negotiate(c, ["application/json", RAW]);
      const query = c.req.valid("query");
      const model = findCodebook(deps, query.model);
      const { size, dim } = model.manifest.codebook;
      const indices = query.indices === undefined ? undefined : entriesOf(query.indices, size);
      const tag = await entityTag("codebook", model.version, type, indices ?? "all");
      const headers = { ...cacheHeaders(tag, false), vary: "accept", "content-type": type };
      if (isFresh(c, tag)) return notModified(headers);
      const count = indices?.length ?? size;
      const shape = { "x-codebook-shape": `${count},${dim}` };
      const all = type === RAW ? { ...headers, ...shape } : headers;
      const pieces = () => type === RAW ? bodies.raw(model, indices) : bodies.json(model, indices);
      const whole = wholeBody(pieces());
      if (whole !== undefined) return c.body(whole as Uint8Array<ArrayBuffer>, 200, all);
      // Compressing megabytes would block the event loop.
      const large = { ...all, "cache-control": `${all["cache-control"]}, no-transform` };
      if (c.req.method === "HEAD") return c.body(null, 200, large);
      const job = deps.inference.open({ client: c.get("client"), ...textCost(count * dim) });
      return c.body(streamOf(pieces(), () => job.close()), 200, large);
    })
    .post("/codebook/nearest", limitRateFirst(deps), validJson(NearestRequest), async (c) => {
      negotiate(c, ["application/json"]);
      const request = c.req.valid("json");
      const model = findCodebook(deps, request.model);
      const { id: name, codebook: { dim } } = model.manifest;
      request.vectors.forEach((vector, i) => {
        if (vector.length !== dim) throw outOfRange(`vectors.${i}`, `it must hold ${dim} numbers`);
      });
      const vectors = Float32Array.from(request.vectors.flat());
      const { inference } = deps;
      const cost = nearestCost(model, request.vectors.length);
      const task = { kind: "nearest", model: name, vectors } as const;
      const nearest = await runOne(c, { inference, cost }, task);
      const indices = Array.from(nearest.indices);
      return c.json({ model: name, indices, distances: Array.from(nearest.distances) });
    });
}

/** The indices in a list such as `0,5`. @throws {Problem} 400 or 422. */
function entriesOf(text: string, size: number): number[] {
  return text.split(",").map((part) => {
    if (!/^\d{1,9}$/.test(part)) throw malformed("indices", "it must be numbers divided by commas");
    const index = Number(part);
    if (index < size) return index;
    throw outOfRange("indices", `each must be below the codebook's size ${size}`);
  });
}

/** OpenAPI operations of {@link codebookRoutes}. */
export const codebookOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/codebook",
    tag: "codes",
    summary: "Get codebook entries",
    description: "application/octet-stream gives rows of little-endian f32.",
    query: CodebookQuery,
    replies: { "application/json": CodebookReply, "application/octet-stream": null },
    replyHeaders: ["X-Codebook-Shape"],
    negotiates: true,
    conditional: "etag",
    problems: [404, 422, 503],
  },
  {
    method: "post",
    path: "/codebook/nearest",
    tag: "codes",
    summary: "Find the entries nearest to vectors",
    description: "By squared Euclidean distance in the space where the model quantises.",
    body: { "application/json": NearestRequest },
    replies: { "application/json": NearestReply },
    negotiates: true,
    works: true,
    problems: [404, 408, 413, 415, 422],
  },
];
