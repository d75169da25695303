import { Hono } from "hono";
import type * as z from "zod";
import { base64 } from "./base64.ts";
import { decodeCost } from "./cost.ts";
import type { AppDeps } from "./deps.ts";
import { flatGrid, flatLatents } from "./grid_rows.ts";
import { negotiate } from "./http/accept.ts";
import { limitRateFirst } from "./http/rate_limit.ts";
import type { Env } from "./http/request_context.ts";
import { validJson } from "./http/valid_json.ts";
import type { DecodeTask } from "./inference.ts";
import type { Operation } from "./openapi/operation.ts";
import { requirePictureSize } from "./picture_size.ts";
import { runJob } from "./run_job.ts";
import { DecodeReply, DecodeRequest } from "./schemas/codec.ts";
import { findModel, type ServedModel } from "./served_model.ts";
import { pngReply } from "./png_reply.ts";

/** `/decode`: codes, or latents, to pictures. */
export function decodeRoute(deps: AppDeps): Hono<Env> {
  return new Hono<Env>().post(
    "/decode",
    limitRateFirst(deps),
    validJson(DecodeRequest),
    async (c) => {
      const type = negotiate(c, ["application/json", "image/png"]);
      const request = c.req.valid("json");
      const served = findModel(deps, request.model);
      const { id: model } = served.manifest;
      const { scale } = request;
      const batch = drawnOf(request, served);
      requirePictureSize(served, batch.length, scale);
      const single = type === "application/json" || batch.length === 1;
      const { inference } = deps;
      const cost = decodeCost(served, batch.length, scale);
      return await runJob(c, { inference, cost }, async (job) => {
        const reply = single ? "png" : "pixels";
        const tasks = batch.map((drawn): DecodeTask => ({
          kind: "decode",
          model,
          drawn,
          reply,
          scale,
        }));
        const pictures = await Promise.all(tasks.map((task) => job.run(task)));
        if (type === "application/json") {
          return c.json({ model, data: pictures.map((png) => ({ b64_json: base64(png) })) });
        }
        if (single) return pngReply(pictures[0]);
        return pngReply(await job.run({ kind: "sheet", model, images: pictures, scale }));
      });
    },
  );
}

/** What a request wants decoded, one picture or a batch. @throws {Problem} 422 if one does not fit the model. */
function drawnOf(
  { codes, latents }: z.output<typeof DecodeRequest>,
  served: ServedModel,
): DecodeTask["drawn"][] {
  if (latents) {
    return isBatchOfLatents(latents)
      ? latents.map((one, i) => flatLatents(one, served, `latents.${i}`))
      : [flatLatents(latents, served, "latents")];
  }
  const grids = codes!; // One of both is there.
  if (isBatch(grids)) {
    return grids.map((rows, i) => Uint32Array.from(flatGrid(rows, served, `codes.${i}`)));
  }
  return [Uint32Array.from(flatGrid(grids, served, "codes"))];
}

function isBatch(codes: number[][] | number[][][]): codes is number[][][] {
  return Array.isArray(codes[0][0]);
}

function isBatchOfLatents(latents: number[][][] | number[][][][]): latents is number[][][][] {
  return Array.isArray(latents[0][0][0]);
}

/** OpenAPI operation of {@link decodeRoute}. */
export const decodeOperation: Operation = {
  method: "post",
  path: "/decode",
  tag: "codes",
  summary: "Decode codes or latents to pictures",
  description: "image/png gives a batch as one contact sheet.",
  body: { "application/json": DecodeRequest },
  replies: { "application/json": DecodeReply, "image/png": null },
  negotiates: true,
  works: true,
  problems: [404, 408, 413, 415, 422],
};
