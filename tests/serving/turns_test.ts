import { assertEquals } from "@std/assert";
import { Turns } from "../../serving/turns.ts";

Deno.test("Turns.next() gives turns in the order in which they were asked for, again and again", async () => {
  const turns = new Turns();
  const order: string[] = [];
  const take = async (name: string) => {
    for (let i = 0; i < 3; i++) {
      await turns.next();
      order.push(name);
    }
  };
  await Promise.all([take("a"), take("b"), take("c")]);
  assertEquals(order.join(""), "abcabcabc");
});

Deno.test("Turns.next() lets the network answer between two turns", async () => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    return new Response("ok");
  });
  const turns = new Turns();
  let taken = 0;
  const take = async () => {
    await turns.next();
    taken++;
    const end = performance.now() + 5; // Work that keeps the event loop.
    while (performance.now() < end);
  };
  const all = Promise.all(Array.from({ length: 100 }, take));
  await (await fetch(`http://127.0.0.1:${server.addr.port}/`)).text();
  const meanwhile = taken;
  await all;
  await server.shutdown();
  assertEquals(taken, 100);
  assertEquals(meanwhile < 50, true, `${meanwhile}`);
});

Deno.test("Turns.next() passes over who no longer asks, and takes it back should it ask again", async () => {
  let now = 0;
  const turns = new Turns(() => now);
  const { setTimeout } = globalThis;
  let lost: (() => void) | undefined;
  // The runtime ends a request: its timer never fires.
  globalThis.setTimeout = ((run: () => void) => lost = run) as unknown as typeof setTimeout;
  const first = turns.next();
  globalThis.setTimeout = setTimeout;
  let waited = true;
  const second = turns.next().then(() => waited = false);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(waited, true);
  now = 2000;
  await second;
  lost!();
  await first;
});
