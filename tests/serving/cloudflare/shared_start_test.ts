import { assertEquals, assertRejects } from "@std/assert";
import { SharedStart } from "../../../serving/cloudflare/shared_start.ts";

const CONTEXT = { waitUntil: () => {} };

Deno.test("SharedStart.get() makes once what all get", async () => {
  const start = new SharedStart<number>();
  let made = 0;
  const make = async () => await Promise.resolve(++made);
  assertEquals(await Promise.all([start.get(CONTEXT, make), start.get(CONTEXT, make)]), [1, 1]);
  assertEquals(await start.get(CONTEXT, make), 1);
});

Deno.test("SharedStart.get() tells all why it failed, and tries again for the next", async () => {
  const start = new SharedStart<number>();
  let tries = 0;
  const make = async () => {
    if (await Promise.resolve(++tries) === 1) throw new RangeError("Cannot load it");
    return tries;
  };
  const both = [start.get(CONTEXT, make), start.get(CONTEXT, make)];
  for (const one of both) await assertRejects(() => one, RangeError, "Cannot load it");
  assertEquals(await start.get(CONTEXT, make), 2);
});

Deno.test("SharedStart.get() makes anew what the runtime kept from being made", async () => {
  const start = new SharedStart<number>(10);
  const never = () => new Promise<number>(() => {});
  await assertRejects(() => start.get(CONTEXT, never), Error, "Cannot start within 10 ms");
  assertEquals(await start.get(CONTEXT, () => Promise.resolve(7)), 7);
});

Deno.test("SharedStart.get() keeps the request alive that makes it", async () => {
  const kept: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => void kept.push(work) };
  await new SharedStart<number>().get(context, () => Promise.resolve(7));
  assertEquals(await Promise.all(kept), [7]);
});
