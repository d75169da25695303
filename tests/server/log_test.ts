import { assert, assertEquals } from "@std/assert";
import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { readSettings } from "../../serving/settings.ts";
import { freePort } from "../support/free_port.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";
import { pause } from "../support/server_process.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
/** Enough to fill what a server keeps of lines that nobody reads, 1 MiB, and a pipe. */
const REQUESTS = 10_000;
const CLIENTS = 20;

/** A server that a line of shell starts as `"$@"`; nobody reads its output unless the test does. */
class LoggingServer {
  private constructor(readonly child: Deno.ChildProcess, readonly url: string) {}

  static async use(
    { line = 'exec "$@"', env = {} }: { line?: string; env?: Record<string, string> },
    test: (server: LoggingServer) => Promise<void>,
  ): Promise<void> {
    const models = await Deno.makeTempDir();
    await writeTinyBundle(models);
    const settings = readSettings({ PORT: freePort(), MODELS: models });
    const flags = serverPermissions(settings, ROOT);
    const where = [`--port=${settings.PORT}`, `--models=${models}`];
    const child = new Deno.Command("sh", {
      args: ["-c", line, "sh", Deno.execPath(), "run", ...flags, `${ROOT}/main.ts`, ...where],
      env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const server = new LoggingServer(child, `http://127.0.0.1:${settings.PORT}`);
    try {
      while (!await server.answers("/readyz")) await pause(20);
      await test(server);
    } finally {
      child.kill("SIGTERM");
      const { code } = await child.status;
      await Promise.allSettled([child.stdout.cancel(), child.stderr.cancel()]);
      await Deno.remove(models, { recursive: true });
      assertEquals(code, 0);
    }
  }

  async answers(path: string): Promise<boolean> {
    try {
      const reply = await fetch(this.url + path, { signal: AbortSignal.timeout(5000) });
      await reply.bytes();
      return reply.status === 200;
    } catch {
      return false;
    }
  }

  async dropped(): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Number(/^tessera_log_lines_dropped_total (\d+)$/m.exec(text)![1]);
  }

  /** Makes requests, some at a time. @returns Those that were answered. */
  async answered(requests: number): Promise<number> {
    let left = requests;
    let answered = 0;
    const client = async () => {
      while (left-- > 0) if (await this.answers("/healthz")) answered++;
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return answered;
  }
}

Deno.test("A server whose stderr is a full disk serves all requests and counts the lines", async () => {
  await LoggingServer.use({ line: 'exec "$@" 2>/dev/full' }, async (server) => {
    assertEquals(await server.answered(REQUESTS), REQUESTS);
    await pause(100);
    assert(await server.dropped() > REQUESTS - 100);
  });
});

Deno.test("A server whose log reader left serves all requests and counts the lines", async () => {
  await LoggingServer.use({}, async (server) => {
    await server.child.stderr.cancel();
    assertEquals(await server.answered(REQUESTS), REQUESTS);
    await pause(100);
    assert(await server.dropped() > REQUESTS - 100);
  });
});

Deno.test("A server whose log reader stalls serves all requests, and ends when it must", async () => {
  await LoggingServer.use({}, async (server) => {
    assertEquals(await server.answered(REQUESTS), REQUESTS);
    assert(await server.dropped() > 0);
  });
});

Deno.test("A server whose stdout is full or closed serves", async () => {
  for (const line of ['exec "$@" >/dev/full', 'exec "$@" >&-']) {
    await LoggingServer.use({ line }, async (server) => {
      assert(await server.answers("/generate?seed=1"));
    });
  }
});

Deno.test("LOG_LEVEL leaves lines out", async () => {
  let log = Promise.resolve("unread");
  await LoggingServer.use({ env: { LOG_LEVEL: "error" } }, async (server) => {
    log = new Response(server.child.stderr).text();
    assert(await server.answers("/healthz"));
  });
  assertEquals(await log, "");
});
