import { assertEquals } from "@std/assert";
import { UnavailableError } from "../../routes/inference.ts";
import { assertProblem } from "../support/assert_problem.ts";
import { readEvents } from "../support/read_events.ts";
import { openTestApp } from "../support/test_app.ts";

Deno.test("POST /generate streams rows, then images, then done", async () => {
  const { post } = openTestApp();
  const reply = await post("/generate", { seed: 7, n: 2 }, { accept: "text/event-stream" });
  assertEquals(reply.headers.get("content-type"), "text/event-stream");
  assertEquals(reply.headers.get("cache-control"), "no-store, no-transform");
  const events = await readEvents(reply);
  assertEquals(events.map(({ event }) => event), [
    "row",
    "row",
    "image",
    "row",
    "row",
    "image",
    "done",
  ]);
  const plain = await (await post("/generate", { seed: 7, n: 2 })).json();
  const { image, ...second } = events[5].content;
  assertEquals(image, 1);
  assertEquals(second, plain.data[1]);
  assertEquals([events[3].content.codes, events[4].content.codes], second.codes);
});

for (
  const [error, status] of [
    [new UnavailableError("Cannot draw: the worker was lost", 1), 503],
    [new TypeError("Cannot draw: broken"), 500],
  ] as const
) {
  Deno.test(`POST /generate ends a stream with an error event of ${status} if the work is lost`, async () => {
    const job = { run: () => Promise.reject(error), close: () => {} };
    const { post } = openTestApp({
      inference: {
        load: 0,
        codes: { used: 0, limit: 1 },
        pixels: { used: 0, limit: 1 },
        open: () => job,
      },
    });
    const reply = await post("/generate", { seed: 7 }, { accept: "text/event-stream" });
    const [{ event, content }, ...more] = await readEvents(reply);
    assertEquals([event, content.status, more.length], ["error", status, 0]);
  });
}

Deno.test("POST /generate ends the work when the client leaves the stream", async () => {
  const { post, queue } = openTestApp();
  const reply = await post("/generate", { n: 64 }, { accept: "text/event-stream" });
  const reader = reply.body!.getReader();
  await reader.read();
  assertEquals(queue.load, 64);
  await reader.cancel();
  assertEquals(queue.load, 0);
});

Deno.test("GET /generate ends the work when the client leaves", async () => {
  const { request, queue } = openTestApp();
  const leaving = new AbortController();
  const reply = request("/generate?n=64", { signal: leaving.signal });
  while (queue.load === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  leaving.abort();
  assertEquals(queue.load, 0);
  await assertProblem(await reply, 503);
});
