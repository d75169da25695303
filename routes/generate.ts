import { type Context, Hono } from "hono";
import type { AppDeps } from "./deps.ts";
import { jsonReply, pictureReply } from "./generate_reply.ts";
import { streamReply } from "./generate_stream.ts";
import { type Generation, planGeneration } from "./generation.ts";
import { negotiate } from "./http/accept.ts";
import { cacheHeaders, entityTag, isFresh, notModified } from "./http/etag.ts";
import { limitRate, limitRateFirst } from "./http/rate_limit.ts";
import type { Env } from "./http/request_context.ts";
import { validJson } from "./http/valid_json.ts";
import { validQuery } from "./http/valid_query.ts";
import { keptReply } from "./kept_reply.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { Operation } from "./openapi/operation.ts";
import { GenerateEvent } from "./schemas/events.ts";
import { GenerateQuery, GenerateReply, GenerateRequest } from "./schemas/generate.ts";

const PNG = "image/png";
const JSON_TYPE = "application/json";
const EVENTS = "text/event-stream";

type ReplyType = typeof PNG | typeof JSON_TYPE | typeof EVENTS;

/** `/generate`: new pictures. */
export function generateRoutes(deps: AppDeps, metrics: Metrics): Hono<Env> {
  return new Hono<Env>()
    .get("/generate", validQuery(GenerateQuery), async (c) => {
      const type = negotiate(c, [PNG, JSON_TYPE, EVENTS]);
      const plan = planGeneration(deps, c.req.valid("query"));
      const draw = async (headers: Record<string, string>) => {
        await limitRate(c, deps); // After the 304: a client that already has the picture costs nothing.
        return await answer(c, deps, { plan, type, metrics, headers });
      };
      if (!plan.seeded || type === EVENTS) return await draw({});
      const headers = await seededHeaders(plan, type);
      if (isFresh(c, headers.etag)) return notModified(headers);
      return await keptReply(c, deps.replies, { headers, make: () => draw(headers) });
    })
    .post("/generate", limitRateFirst(deps), validJson(GenerateRequest), async (c) => {
      const type = negotiate(c, [JSON_TYPE, PNG, EVENTS]);
      const plan = planGeneration(deps, c.req.valid("json"));
      return await answer(c, deps, { plan, type, metrics, headers: {} });
    });
}

/** Headers and media type of a reply. */
interface Answering {
  readonly plan: Generation;
  readonly type: ReplyType;
  readonly metrics: Metrics;
  readonly headers: Record<string, string>;
}

async function answer(
  c: Context<Env>,
  deps: AppDeps,
  { plan, type, metrics, headers }: Answering,
): Promise<Response> {
  const reply = { [PNG]: pictureReply, [JSON_TYPE]: jsonReply, [EVENTS]: streamReply }[type];
  const response = await reply(c, deps, plan);
  metrics.countImages(plan.served.manifest.id, plan.images);
  response.headers.set("x-seed", String(plan.seed));
  response.headers.set("vary", "accept");
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** A JSON reply contains its time of creation, so its entity tag is weak. */
async function seededHeaders(plan: Generation, type: ReplyType) {
  const { served, seed, images, scale, shared, versioned } = plan;
  const tag = await entityTag(served.version, { seed, images, scale, shared }, type);
  return {
    ...cacheHeaders(type === PNG ? tag : `W/${tag}`, versioned),
    vary: "accept",
    "x-seed": String(seed),
  };
}

/** OpenAPI operations of {@link generateRoutes}. */
export const generateOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/generate",
    tag: "generate",
    summary: "Generate pictures by URL, as for an img element",
    description:
      "image/png by default; several images are one contact sheet. With a seed the reply " +
      "is cacheable and has an ETag, made of version and settings. As text/event-stream: `row` " +
      "events, `image` events, then `done`, or `error` if the work was lost.",
    query: GenerateQuery,
    replies: { [PNG]: null, [JSON_TYPE]: GenerateReply, [EVENTS]: GenerateEvent },
    replyHeaders: ["X-Seed", "Cache-Status"],
    negotiates: true,
    conditional: "etag",
    works: true,
    problems: [404, 422],
  },
  {
    method: "post",
    path: "/generate",
    tag: "generate",
    summary: "Generate pictures, or complete one",
    description:
      "application/json by default. `codes` keeps codes and draws the positions of null.",
    body: { [JSON_TYPE]: GenerateRequest },
    replies: { [JSON_TYPE]: GenerateReply, [PNG]: null, [EVENTS]: GenerateEvent },
    replyHeaders: ["X-Seed"],
    negotiates: true,
    works: true,
    problems: [404, 408, 413, 415, 422],
  },
];
