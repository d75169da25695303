import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { talk } from "../support/contract/slow_body.ts";
import { openTestApp } from "../support/test_app.ts";

/** Runs a test with the API behind a socket, its body deadline 100 ms. */
async function withSocket(test: (address: Deno.NetAddr) => Promise<void>): Promise<void> {
  const { app } = openTestApp({ bodyDeadlineMs: 100 });
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    return app.fetch(request);
  });
  try {
    await test(server.addr);
  } finally {
    await server.shutdown();
  }
}

Deno.test("A body that stops arriving is answered 408", async () => {
  await withSocket(async (address) => {
    const head = "POST /generate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    const reply = await talk(address, `${head}Content-Length: 20\r\n\r\n{"seed":`);
    assertStringIncludes(reply, "HTTP/1.1 408");
    assertStringIncludes(reply, "application/problem+json");
  });
});

Deno.test("A body that is too large is answered 413 while it still arrives", async () => {
  await withSocket(async ({ port }) => {
    for (const length of [2 ** 16 + 1, 5 * 2 ** 20]) {
      const reply = await fetch(`http://127.0.0.1:${port}/generate`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: new Uint8Array(length).fill(0x20),
      });
      await assertProblem(reply, 413);
    }
  });
});

Deno.test("A Host that is no host is answered 400", async () => {
  await withSocket(async (address) => {
    const reply = await talk(
      address,
      "GET /models HTTP/1.1\r\nHost: a b<>\r\nConnection: close\r\n\r\n",
    );
    assertEquals(reply.slice(0, 12), "HTTP/1.1 400");
    assertStringIncludes(reply, "application/problem+json");
  });
});
