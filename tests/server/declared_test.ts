import { assertEquals, assertMatch } from "@std/assert";
import { decodePng } from "../../core/image/mod.ts";
import { SERVE_LINE } from "../../serving/deno/declare_server.ts";
import { freePort } from "../support/free_port.ts";
import { pause, ServerProcess } from "../support/server_process.ts";

const MODELS = new URL("../../static/models", import.meta.url).pathname;
const KERNELS = new URL("../../executors/wasm/kernels", import.meta.url).pathname;

async function drawWith(options: Parameters<typeof ServerProcess.use>[0]): Promise<Uint8Array> {
  let png = new Uint8Array();
  await ServerProcess.use(options, async (server) => {
    png = await (await server.fetch("/generate?model=mnist&seed=7")).bytes();
  });
  return png;
}

Deno.test("deno serve main.ts draws what deno run main.ts draws", async () => {
  const declared = await drawWith({ declared: true });
  assertEquals((await decodePng(declared)).height, 28);
  assertEquals(declared, await drawWith({ models: MODELS }));
});

Deno.test("deno serve main.ts without leave to read the workers' code draws the same by itself", async () => {
  const permissions = () => ["--no-prompt", `--allow-read=${MODELS}/..,${KERNELS}`, "--allow-env"];
  await ServerProcess.use({ declared: true, permissions }, async (server) => {
    const png = await (await server.fetch("/generate?model=mnist&seed=7")).bytes();
    assertEquals(png, await drawWith({ models: MODELS }));
    assertEquals(server.stderr.includes("error"), false, server.stderr);
  });
});

Deno.test("deno serve main.ts on SIGINT finishes what it took and exits 0", async () => {
  const server = await ServerProcess.start({ declared: true });
  await server.ready();
  const drawing = server.fetch("/generate?n=64&seed=1").then((reply) => reply.bytes());
  while (await server.metric("tessera_queue_images") !== 64) await pause(1);
  server.child.kill("SIGINT");
  await decodePng(await drawing);
  assertEquals((await server.ended()).code, 0);
});

Deno.test("deno serve main.ts does not listen with an unknown DEFAULT_MODEL", async () => {
  const server = await ServerProcess.start({ declared: true, env: { DEFAULT_MODEL: "none" } });
  const { code, stdout, stderr } = await server.ended();
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^error: Cannot serve: expected DEFAULT_MODEL to be one of [^\n]+\n$/);
});

// A host such as Deno Deploy chooses the address for a program that names another.
Deno.test("deno run main.ts listens where DENO_SERVE_ADDRESS says", async () => {
  const env = { DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" };
  await ServerProcess.use({ env, port: 1, permissions: () => ["-A"] }, async (server) => {
    assertEquals(await (await server.fetch("/healthz")).text(), '{"status":"ok"}');
  });
});

Deno.test("The README's line for deno serve works as it is, on the loopback interface", async () => {
  const root = new URL("../..", import.meta.url).pathname;
  const readme = await Deno.readTextFile(`${root}/README.md`);
  const [line, ...others] = readme.split("\n").filter((text) => text.startsWith("deno serve"));
  assertEquals([line, others], [SERVE_LINE, []]);
  const port = freePort();
  const server = new Deno.Command(Deno.execPath(), {
    args: ["serve", `--port=${port}`, ...line.split(" ").slice(2)],
    cwd: root,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value } = await output.read();
  assertEquals(value, `Tessera serves 1 model(s) on http://127.0.0.1:${port}/\n`);
  assertEquals(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json(), { status: "ok" });
  server.kill("SIGTERM");
  assertEquals((await server.status).code, 0);
  await output.cancel();
});

Deno.test("deno serve main.ts without permissions says the line that works", async () => {
  for (const permissions of [[], ["--allow-read"], ["--allow-env"]]) {
    const server = await ServerProcess.start({ declared: true, permissions: () => permissions });
    const { code, stderr } = await server.ended();
    assertEquals([code, stderr.split("\n")[0]], [
      1,
      `error: Cannot serve without --allow-read and --allow-env: start it with \`${SERVE_LINE}\``,
    ]);
  }
});
