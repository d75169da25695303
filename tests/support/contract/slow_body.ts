import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertProblem } from "../assert_problem.ts";
import type { Runtime } from "../runtime.ts";

/** What a server says to these bytes, up to the end of its reply. */
export async function talk(
  { hostname, port }: { hostname: string; port: number },
  text: string,
): Promise<string> {
  const socket = await Deno.connect({ hostname, port });
  await socket.write(new TextEncoder().encode(text));
  const buffer = new Uint8Array(4096);
  let reply = "";
  while (!reply.endsWith("]}")) {
    const read = await socket.read(buffer);
    if (read === null) break;
    reply += new TextDecoder().decode(buffer.subarray(0, read));
  }
  socket.close();
  return reply;
}

/** Bodies that do not come as they should. */
export function slowBodyTests({ test }: Runtime): void {
  test("A body that stops arriving is answered 408 after ten seconds", {}, async (server) => {
    const { hostname, port } = new URL(await server.address());
    const head = "POST /generate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    const start = performance.now();
    const reply = await talk(
      { hostname, port: Number(port) },
      `${head}Content-Length: 20\r\n\r\n{"seed":`,
    );
    assertStringIncludes(reply, "HTTP/1.1 408");
    assertStringIncludes(reply, "application/problem+json");
    assertEquals(performance.now() - start > 9_900, true);
  });

  test("A body that is too large is answered 413 while it still arrives", {}, async (server) => {
    for (const length of [2 ** 16 + 1, 5 * 2 ** 20]) {
      const reply = await server.fetch("/generate", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: new Uint8Array(length).fill(0x20),
      });
      await assertProblem(reply, 413);
    }
  });
}
