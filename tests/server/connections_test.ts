import { assertEquals } from "@std/assert";
import { ServerProgram } from "../../bench/serving/server_program.ts";
import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { readSettings } from "../../serving/settings.ts";
import { pause } from "../support/server_process.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const OPEN_FILES = 100;

/** What clients say that hold a connection for good. */
const HOLDERS: Record<string, string> = {
  nothing: "",
  "half a head": "GET / HTTP/1.1\r\nHost: a\r\n",
  "nothing more after a reply": "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
  "half a body after a refusal": "POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
};

/** Holds as many connections as can be had. */
async function hold(text: string, address: Deno.ConnectOptions): Promise<Deno.TcpConn[]> {
  const held: Deno.TcpConn[] = [];
  for (let i = 0; i < 2 * OPEN_FILES; i++) {
    const connection = await Deno.connect(address).catch(() => undefined);
    if (connection === undefined) continue;
    held.push(connection);
    await connection.write(new TextEncoder().encode(text)).catch(() => {});
  }
  return held;
}

/** A server that may have {@link OPEN_FILES} descriptors. */
async function startLimited(models: string): Promise<ServerProgram> {
  const limited = `ulimit -n ${OPEN_FILES}; exec "$@"`;
  const flags = serverPermissions(readSettings({ PORT: 0, MODELS: models }), ROOT);
  const command = [Deno.execPath(), "run", ...flags, `${ROOT}/main.ts`];
  const args = ["--port=0", `--models=${models}`];
  return await ServerProgram.spawn("sh", ["-c", limited, "sh", ...command, ...args]);
}

Deno.test({
  name: "The server closes connections that clients hold for good when it may have no more of them",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    const models = await Deno.makeTempDir();
    await writeTinyBundle(models);
    const server = await startLimited(models);
    const { hostname, port } = new URL(server.address);
    for (const [name, text] of Object.entries(HOLDERS)) {
      await t.step(name, async () => {
        const held = await hold(text, { hostname, port: Number(port) });
        let answer = "";
        for (let i = 0; i < 500 && answer === ""; i++) {
          answer = await server.fetch("/healthz").then((reply) => reply.text(), () => "");
          await pause(20);
        }
        for (const connection of held) connection.close();
        assertEquals(answer, '{"status":"ok"}');
      });
    }
    const page = await server.fetch("/docs/docs.css");
    assertEquals([page.status, (await page.text()).length > 0], [200, true]);
    await server.end();
    await Deno.remove(models, { recursive: true });
  },
});
