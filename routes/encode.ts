import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { gridOf } from "./grid_rows.ts";
import { negotiate } from "./http/accept.ts";
import { requireContentType } from "./http/content_type.ts";
import { limitRate } from "./http/rate_limit.ts";
import { readBody } from "./http/read_body.ts";
import type { Env } from "./http/request_context.ts";
import { validQuery } from "./http/valid_query.ts";
import { MAX_PNG_BYTES, MAX_PNG_SIDE } from "./limits.ts";
import type { Operation } from "./openapi/operation.ts";
import { runOne } from "./run_job.ts";
import { EncodeQuery, EncodeReply } from "./schemas/codec.ts";
import { findModel } from "./served_model.ts";
import { Uploads } from "./uploads.ts";

/** `/encode`: a picture to codes. */
export function encodeRoute(deps: AppDeps): Hono<Env> {
  const uploads = new Uploads();
  return new Hono<Env>().post("/encode", validQuery(EncodeQuery), async (c) => {
    negotiate(c, ["application/json"]);
    requireContentType(c, "image/png");
    await limitRate(c, deps);
    const { id: model, grid } = findModel(deps, c.req.valid("query").model).manifest;
    const codes = await uploads.hold(async () => {
      const png = await readBody(c, MAX_PNG_BYTES);
      return await runOne(c, deps, { kind: "encode", model, png });
    });
    const { height, width } = grid;
    return c.json({ model, height, width, codes: gridOf(codes, width) });
  });
}

/** What the document says about {@link encodeRoute}. */
export const encodeOperation: Operation = {
  method: "post",
  path: "/encode",
  tag: "codes",
  summary: "The codes of a picture",
  description: `A PNG of up to ${MAX_PNG_SIDE} by ${MAX_PNG_SIDE} pixels is resized to the ` +
    "model's size; grey, colour and alpha are converted, alpha over white.",
  query: EncodeQuery,
  body: { "image/png": null },
  replies: { "application/json": EncodeReply },
  negotiates: true,
  works: true,
  problems: [404, 408, 413, 415, 422],
};
