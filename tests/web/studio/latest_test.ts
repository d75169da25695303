import { assertEquals, assertRejects } from "@std/assert";
import { Latest } from "../../../web/studio/latest.ts";

Deno.test("Latest.run() ends what ran before, and drops what that throws", async () => {
  const latest = new Latest();
  const done: string[] = [];
  const first = latest.run(async (signal) => {
    await Promise.resolve();
    signal.throwIfAborted();
    done.push("first");
  });
  const second = latest.run(async () => {
    await Promise.resolve();
    done.push("second");
  });
  await Promise.all([first, second]);
  assertEquals(done, ["second"]);
});

Deno.test("Latest.run() throws what the newest work throws", async () => {
  const latest = new Latest();
  await assertRejects(() => latest.run(() => Promise.reject(new Error("lost"))), Error, "lost");
});
