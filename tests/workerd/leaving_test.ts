import { assertEquals } from "@std/assert";
import { SLOW } from "../support/contract/load.ts";
import { sharedRuntime } from "../support/runtime.ts";
import { pause } from "../support/server_process.ts";

sharedRuntime("workerd").test(
  "A Worker ends the work of a client whose connection is lost",
  SLOW,
  async (server) => {
    const before = server.output.length;
    const { hostname, port } = new URL(await server.address());
    for (const accept of ["image/png", "application/json"]) {
      const socket = await Deno.connect({ hostname, port: Number(port) });
      const requests = ["/healthz", "/generate?n=64"].map((path) =>
        `GET ${path} HTTP/1.1\r\nHost: a\r\nAccept: application/json, ${accept}\r\n\r\n`
      );
      await socket.write(new TextEncoder().encode(requests.join("")));
      while (await server.metric("tessera_queue_images") !== 64) await pause(1);
      socket.close(); // With the first reply unread, which resets the connection.
      while (await server.metric("tessera_queue_images") !== 0) await pause(1);
    }
    const lines = server.output.slice(before).split("\n").filter((line) =>
      line.includes("GET /generate")
    );
    assertEquals(lines.map((line) => JSON.parse(line).status), [503, 503], server.output);
  },
);
