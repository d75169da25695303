import type { Context } from "hono";
import type { AppDeps } from "./deps.ts";
import { replyHead } from "./generate_reply.ts";
import { drawTask, generatedImage, type Generation } from "./generation.ts";
import { keepAlive } from "./http/keep_alive.ts";
import type { Env } from "./http/request_context.ts";
import { type Job, UnavailableError } from "./inference.ts";

/** Sends an event; does nothing once the client has disconnected. */
type Send = (event: "row" | "image" | "done" | "error", content: unknown) => void;

/**
 * Draws the images and sends server-sent events: `row` for each row of codes, `image` for each finished picture, then
 * `done`, or `error` if the work was lost. The work stops when the client disconnects.
 *
 * @throws {UnavailableError} If the queue is full.
 */
export function streamReply(c: Context<Env>, deps: AppDeps, plan: Generation): Response {
  const job = deps.inference.open({ client: c.get("client"), ...plan.cost });
  const encoder = new TextEncoder();
  let left = false;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const telling = sendAll(deps, { plan, job }, (event, content) => {
        if (left) return;
        const text = `event: ${event}\ndata: ${JSON.stringify(content)}\n\n`;
        controller.enqueue(encoder.encode(text));
      });
      keepAlive(c, telling);
      await telling;
      if (!left) controller.close();
    },
    cancel() {
      left = true;
      job.close();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      vary: "accept",
    },
  });
}

async function sendAll(
  deps: AppDeps,
  { plan, job }: { plan: Generation; job: Job },
  send: Send,
): Promise<void> {
  const drawOne = async (image: number) => {
    const [drawn] = await job.run(
      drawTask(plan, image, "png"),
      (row, codes) => send("row", { image, row, codes: Array.from(codes) }),
    );
    send("image", { image, ...generatedImage(plan, image, drawn) });
  };
  try {
    await Promise.all(Array.from({ length: plan.images }, (_, image) => drawOne(image)));
    send("done", { ...replyHead(deps, plan), images: plan.images });
  } catch (error) {
    const status = error instanceof UnavailableError ? 503 : 500;
    send("error", { status, detail: error instanceof Error ? error.message : String(error) });
  } finally {
    job.close();
  }
}
