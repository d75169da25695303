import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { negotiate } from "./http/accept.ts";
import { cacheHeaders, entityTag, isFresh, notModified } from "./http/etag.ts";
import { malformed, outOfRange } from "./http/problem.ts";
import { limitRate } from "./http/rate_limit.ts";
import type { Env } from "./http/request_context.ts";
import { validJson } from "./http/valid_json.ts";
import { validQuery } from "./http/valid_query.ts";
import type { Operation } from "./openapi/operation.ts";
import { CodebookQuery, CodebookReply, NearestReply, NearestRequest } from "./schemas/codec.ts";
import { findModel, type ServedModel } from "./served_model.ts";
import { runOne } from "./run_job.ts";

/** `/codebook`: the entries, and the entries nearest to given vectors. */
export function codebookRoutes(deps: AppDeps): Hono<Env> {
  return new Hono<Env>()
    .get("/codebook", validQuery(CodebookQuery), async (c) => {
      const type = negotiate(c, ["application/json", "application/octet-stream"]);
      const query = c.req.valid("query");
      const model = findModel(deps, query.model);
      const { size, dim } = model.manifest.codebook;
      const indices = entriesOf(query.indices, size);
      const headers = {
        ...cacheHeaders(await entityTag("codebook", model.version, type, indices), false),
        vary: "accept",
      };
      if (isFresh(c, headers.etag)) return notModified(headers);
      if (type === "application/octet-stream") {
        const shape = `${indices.length},${dim}`;
        return c.body(rawRows(model, indices), 200, {
          ...headers,
          "content-type": type,
          "x-codebook-shape": shape,
        });
      }
      const vectors = indices.map((index) => Array.from(row(model, index)));
      return c.json({ model: model.manifest.id, size, dim, indices, vectors }, 200, headers);
    })
    .post("/codebook/nearest", validJson(NearestRequest), async (c) => {
      negotiate(c, ["application/json"]);
      await limitRate(c, deps);
      const request = c.req.valid("json");
      const model = findModel(deps, request.model);
      const { id: name, codebook: { dim } } = model.manifest;
      request.vectors.forEach((vector, i) => {
        if (vector.length !== dim) throw outOfRange(`vectors.${i}`, `it must hold ${dim} numbers`);
      });
      const vectors = Float32Array.from(request.vectors.flat());
      const nearest = await runOne(c, deps, { kind: "nearest", model: name, vectors });
      const indices = Array.from(nearest.indices);
      return c.json({ model: name, indices, distances: Array.from(nearest.distances) });
    });
}

/** The entries that `0,5` names; all where it is undefined. @throws {Problem} 400 or 422. */
function entriesOf(text: string | undefined, size: number): number[] {
  if (text === undefined) return Array.from({ length: size }, (_, index) => index);
  return text.split(",").map((part) => {
    if (!/^\d{1,9}$/.test(part)) throw malformed("indices", "it must be numbers divided by commas");
    const index = Number(part);
    if (index < size) return index;
    throw outOfRange("indices", `each must be below the codebook's size ${size}`);
  });
}

function row({ codebook, manifest }: ServedModel, index: number): Float32Array {
  const { dim } = manifest.codebook;
  return codebook.subarray(index * dim, (index + 1) * dim);
}

/** The rows one after another, little-endian. */
function rawRows(model: ServedModel, indices: readonly number[]): ArrayBuffer {
  const { dim } = model.manifest.codebook;
  const view = new DataView(new ArrayBuffer(indices.length * dim * 4));
  indices.forEach((index, i) => {
    row(model, index).forEach((value, d) => view.setFloat32((i * dim + d) * 4, value, true));
  });
  return view.buffer;
}

/** What the document says about {@link codebookRoutes}. */
export const codebookOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/codebook",
    tag: "codes",
    summary: "Entries of the codebook",
    description: "As application/octet-stream: rows of little-endian f32.",
    query: CodebookQuery,
    replies: { "application/json": CodebookReply, "application/octet-stream": null },
    replyHeaders: ["X-Codebook-Shape"],
    negotiates: true,
    conditional: "etag",
    works: true,
    problems: [404, 422],
  },
  {
    method: "post",
    path: "/codebook/nearest",
    tag: "codes",
    summary: "The entries nearest to vectors",
    description: "By squared Euclidean distance in the space that the model quantises in.",
    body: { "application/json": NearestRequest },
    replies: { "application/json": NearestReply },
    negotiates: true,
    works: true,
    problems: [404, 408, 413, 415, 422],
  },
];
