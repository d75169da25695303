import { Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { gridOf } from "./grid_rows.ts";
import { negotiate } from "./http/accept.ts";
import { outOfRange } from "./http/problem.ts";
import { requireContentType } from "./http/content_type.ts";
import { limitRateFirst } from "./http/rate_limit.ts";
import { encodeCost } from "./cost.ts";
import { readBody } from "./http/read_body.ts";
import type { Env } from "./http/request_context.ts";
import { validQuery } from "./http/valid_query.ts";
import { MAX_PNG_BYTES, MAX_PNG_SIDE } from "./limits.ts";
import type { Operation } from "./openapi/operation.ts";
import { runOne } from "./run_job.ts";
import { EncodeQuery, EncodeReply } from "./schemas/codec.ts";
import { findModel } from "./served_model.ts";
import { uploadPixels } from "./upload.ts";

/** `/encode`: a picture to codes, or to latents. */
export function encodeRoute(deps: AppDeps): Hono<Env> {
  return new Hono<Env>().post(
    "/encode",
    limitRateFirst(deps),
    validQuery(EncodeQuery),
    async (c) => {
      negotiate(c, ["application/json"]);
      requireContentType(c, "image/png");
      const served = findModel(deps, c.req.valid("query").model);
      const { id: model, space } = served.manifest;
      if (!served.abilities.encodes) throw outOfRange("model", `"${model}" has no encoder`);
      const png = await readBody(c, MAX_PNG_BYTES);
      const pixels = uploadPixels(png);
      const { inference } = deps;
      const cost = encodeCost(served, pixels);
      const encoded = await runOne(c, { inference, cost }, { kind: "encode", model, png, pixels });
      const { height, width } = space;
      const rows = gridOf(encoded, width);
      if (space.kind === "codes") return c.json({ model, height, width, codes: rows });
      const { channels } = space;
      const latents = Array.from({ length: channels }, (_, channel) => {
        return rows.slice(channel * height, (channel + 1) * height);
      });
      return c.json({ model, height, width, channels, latents });
    },
  );
}

/** OpenAPI operation of {@link encodeRoute}. */
export const encodeOperation: Operation = {
  method: "post",
  path: "/encode",
  tag: "codes",
  summary: "Encode a picture to codes",
  description: `A PNG of up to ${MAX_PNG_SIDE} by ${MAX_PNG_SIDE} pixels is resized to the ` +
    "model's size; grey, colour and alpha are converted, alpha over white.",
  query: EncodeQuery,
  body: { "image/png": null },
  replies: { "application/json": EncodeReply },
  negotiates: true,
  works: true,
  problems: [404, 408, 413, 415, 422],
};
