import type { Context } from "hono";
import type { AppDeps } from "./deps.ts";
import { drawTasks, generatedImage, type Generation } from "./generation.ts";
import type { Env } from "./http/request_context.ts";
import type { Drawn, DrawTask, Job } from "./inference.ts";
import { pngReply } from "./png_reply.ts";
import { runJob } from "./run_job.ts";

/** The fields that every JSON reply with generated images starts with. */
export function replyHead({ now }: AppDeps, { served }: Generation) {
  const created = Math.floor(now() / 1000);
  return { model: served.manifest.id, version: served.version, created };
}

/** The images as JSON. @throws {UnavailableError} If the queue is full. */
export async function jsonReply(
  c: Context<Env>,
  deps: AppDeps,
  plan: Generation,
): Promise<Response> {
  const { inference } = deps;
  const { cost } = plan;
  const drawn = await runJob(c, { inference, cost }, (job) => {
    return drawAll(job, plan, "png");
  });
  return c.json({
    ...replyHead(deps, plan),
    data: drawn.map((image, k) => generatedImage(plan, k, image)),
  });
}

/** The image, or the images on a contact sheet. @throws {UnavailableError} If the queue is full. */
export async function pictureReply(
  c: Context<Env>,
  { inference }: AppDeps,
  plan: Generation,
): Promise<Response> {
  const { images, scale, served, cost } = plan;
  return await runJob(c, { inference, cost }, async (job) => {
    if (images === 1) return pngReply((await drawAll(job, plan, "png"))[0].picture);
    const drawn = await drawAll(job, plan, "pixels");
    const pictures = drawn.map(({ picture }) => picture);
    const model = served.manifest.id;
    return pngReply(await job.run({ kind: "sheet", model, images: pictures, scale }));
  });
}

async function drawAll(job: Job, plan: Generation, reply: DrawTask["reply"]): Promise<Drawn[]> {
  const tasks = drawTasks(plan, reply).map((task) => job.run(task));
  return (await Promise.all(tasks)).flat();
}
