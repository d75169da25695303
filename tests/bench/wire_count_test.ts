import { assert, assertEquals } from "@std/assert";
import { WireCount } from "../../bench/wire_count.ts";

Deno.test("WireCount counts heads and packed bodies", async () => {
  const headers = { "content-type": "text/plain" };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, automaticCompression: true },
    () => new Response("a".repeat(100_000), { headers }),
  );
  {
    await using wire = new WireCount(`http://127.0.0.1:${server.addr.port}`);
    const plain = await fetch(wire.url, { headers: { "accept-encoding": "identity" } });
    assertEquals((await plain.text()).length, 100_000);
    const first = wire.bytes;
    assert(first > 100_100 && first < 101_000, String(first));
    const packed = await fetch(wire.url, { headers: { "accept-encoding": "gzip" } });
    assertEquals((await packed.text()).length, 100_000);
    assert(wire.bytes - first < 2000, String(wire.bytes - first));
  }
  await server.shutdown();
});
