import type { Context } from "hono";
import type { AppDeps } from "./deps.ts";
import { drawTask, generatedImage, type Generation } from "./generation.ts";
import type { Env } from "./http/request_context.ts";
import { pngReply } from "./png_reply.ts";
import { runJob } from "./run_job.ts";

/** What every JSON answer about generated images begins with. */
export function replyHead({ now }: AppDeps, { served }: Generation) {
  const created = Math.floor(now() / 1000);
  return { model: served.manifest.id, version: served.version, created };
}

/** The images as JSON. @throws {UnavailableError} If there is no place for the work. */
export async function jsonReply(
  c: Context<Env>,
  deps: AppDeps,
  plan: Generation,
): Promise<Response> {
  const { inference } = deps;
  const { images } = plan;
  const drawn = await runJob(c, { inference, images }, (job) => {
    return Promise.all(each(images, (k) => job.run(drawTask(plan, k, "png"))));
  });
  return c.json({
    ...replyHead(deps, plan),
    data: drawn.map((image, k) => generatedImage(plan, k, image)),
  });
}

/** The image, or the images on a contact sheet. @throws {UnavailableError} If there is no place. */
export async function pictureReply(
  c: Context<Env>,
  { inference }: AppDeps,
  plan: Generation,
): Promise<Response> {
  const { images, scale, served } = plan;
  return await runJob(c, { inference, images }, async (job) => {
    if (images === 1) return pngReply((await job.run(drawTask(plan, 0, "png"))).picture);
    const drawn = await Promise.all(each(images, (k) => job.run(drawTask(plan, k, "pixels"))));
    const pictures = drawn.map(({ picture }) => picture);
    const model = served.manifest.id;
    return pngReply(await job.run({ kind: "sheet", model, images: pictures, scale }));
  });
}

/** `make` of 0 to `count - 1`. */
export function each<Item>(count: number, make: (k: number) => Item): Item[] {
  return Array.from({ length: count }, (_, k) => make(k));
}
