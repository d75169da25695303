import { assertEquals } from "@std/assert";
import { ClientRateLimit } from "../../serving/client_rate_limit.ts";

Deno.test("ClientRateLimit.count() lets a burst through, then as many as the rate, each client by itself", async () => {
  let now = 0;
  const limit = new ClientRateLimit({ requests: 3, seconds: 6 }, () => now);
  const counted = async (client: string) => await limit.count(client);
  assertEquals([await counted("a"), await counted("a"), await counted("a")], [0, 0, 0]);
  assertEquals([await counted("a"), await counted("b")], [2, 0]);
  now = 1500;
  assertEquals(await counted("a"), 1);
  now = 2000;
  assertEquals([await counted("a"), await counted("a")], [0, 2]);
});

Deno.test("ClientRateLimit.count() remembers 10,000 clients, and forgets the one seen longest ago", async () => {
  const limit = new ClientRateLimit({ requests: 1, seconds: 60 }, () => 0);
  for (let i = 0; i < 10_000; i++) assertEquals(await limit.count(`c${i}`), 0);
  assertEquals(await limit.count("c1"), 60);
  await limit.count("one more");
  assertEquals([await limit.count("c0"), await limit.count("c1")], [0, 60]);
});
