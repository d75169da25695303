import { assert, assertEquals } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { ServerProcess } from "../support/server_process.ts";

Deno.test("RATE_LIMIT counts each client that a trusted proxy names by itself", async () => {
  const env = { RATE_LIMIT: "2/60", TRUSTED_PROXIES: "1" };
  await ServerProcess.use({ env }, async (server) => {
    const ask = (forwarded: string) => {
      return server.fetch("/generate", { headers: { "x-forwarded-for": forwarded } });
    };
    for (const forwarded of ["10.0.0.1", "6.6.6.6, 10.0.0.1"]) {
      const reply = await ask(forwarded);
      await reply.bytes();
      assertEquals(reply.status, 200);
    }
    const refused = await ask("7.7.7.7, 10.0.0.1");
    assert(Number(refused.headers.get("retry-after")) >= 1);
    await assertProblem(refused, 429);
    const other = await ask("10.0.0.2");
    await other.bytes();
    assertEquals(other.status, 200);
  });
});

Deno.test("RATE_LIMIT counts by address, whatever a client says of itself", async () => {
  await ServerProcess.use({ env: { RATE_LIMIT: "2/60" } }, async (server) => {
    const statuses: number[] = [];
    for (const host of [2, 2, 2, 3]) {
      const client = Deno.createHttpClient({ localAddress: `127.0.0.${host}` });
      const headers = { "x-forwarded-for": `10.0.0.${statuses.length}` };
      const reply = await fetch(`${await server.address()}/generate`, { client, headers });
      await reply.bytes();
      statuses.push(reply.status);
      client.close();
    }
    assertEquals(statuses, [200, 200, 429, 200]);
  });
});
