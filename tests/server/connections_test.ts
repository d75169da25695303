import { assertEquals } from "@std/assert";
import { ServerProgram } from "../../scripts/bench/serving/server_program.ts";
import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { readSettings } from "../../serving/settings.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const OPEN_FILES = 100;

/** Connections that say nothing, as many as can be had. */
async function hold(count: number, address: Deno.ConnectOptions): Promise<Deno.TcpConn[]> {
  const held: Deno.TcpConn[] = [];
  for (let i = 0; i < count; i++) {
    const connection = await Deno.connect(address).catch(() => undefined);
    if (connection !== undefined) held.push(connection);
  }
  return held;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

Deno.test({
  name: "The server outlives more connections than it may have, and answers once they are gone",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const models = await Deno.makeTempDir();
    await writeTinyBundle(models);
    const limited = `ulimit -n ${OPEN_FILES}; exec "$@"`;
    const flags = serverPermissions(readSettings({ PORT: 0, MODELS: models }), ROOT);
    const command = [Deno.execPath(), "run", ...flags, `${ROOT}/main.ts`];
    const args = ["--port=0", `--models=${models}`];
    const server = await ServerProgram.spawn("sh", ["-c", limited, "sh", ...command, ...args]);
    try {
      const { hostname, port } = new URL(server.address);
      const held = await hold(2 * OPEN_FILES, { hostname, port: Number(port) });
      await pause(300);
      for (const connection of held) connection.close();
      let answer = "";
      for (let i = 0; i < 250 && answer === ""; i++) {
        answer = await server.fetch("/healthz").then((reply) => reply.text(), () => "");
        await pause(20);
      }
      assertEquals(answer, '{"status":"ok"}');
      const page = await server.fetch("/docs/docs.css");
      assertEquals([page.status, (await page.text()).length > 0], [200, true]);
    } finally {
      await server.end();
      await Deno.remove(models, { recursive: true });
    }
  },
});
