import { assertEquals, assertMatch } from "@std/assert";
import { assertProblem } from "../support/assert_problem.ts";
import { testAmongServers } from "../support/runtime.ts";
import { ServerProcess } from "../support/server_process.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";

/** Flips the last bit of a file. */
async function flip(path: string): Promise<void> {
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1] ^= 1;
  await Deno.writeFile(path, bytes);
}

testAmongServers(
  "A Worker whose weights are not those that were deployed answers 503 and logs why",
  async () => {
    const server = await ServerProcess.start({ runtime: "workerd" });
    await flip(`${server.folder}/assets/models/tiny/weights.safetensors`);
    for (const path of ["/healthz", "/readyz", "/generate"]) {
      const reply = await server.fetch(path);
      assertEquals(reply.headers.get("retry-after"), "5");
      assertEquals(reply.headers.get("access-control-allow-origin"), "*");
      const { detail } = await assertProblem(reply, 503);
      assertEquals(detail, "Cannot take work: the models could not be loaded");
    }
    await flip(`${server.folder}/assets/models/tiny/weights.safetensors`);
    await server.ready(); // What went wrong once is tried again.
    const { stdout, stderr } = await server.end();
    const told = (stdout + stderr).split("\n").find((line) => line.includes('"level":"error"'))!;
    assertMatch(told, /Cannot load bundle tiny: expected weights.safetensors to have sha256/);
  },
);

for (const task of ["worker", "deploy_cloudflare"]) {
  testAmongServers(`scripts/${task}.ts refuses a bundle whose weights are flipped`, async () => {
    const models = await Deno.makeTempDir();
    await writeTinyBundle(models);
    await flip(`${models}/tiny/weights.safetensors`);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", `scripts/${task}.ts`, "--models", models],
      env: { NO_COLOR: "1" },
    }).output();
    await Deno.remove(models, { recursive: true });
    assertEquals(code, 1);
    assertMatch(
      new TextDecoder().decode(stderr),
      /^error: Cannot load bundle tiny: expected weights.safetensors to [^\n]+\n$/,
    );
  });
}
