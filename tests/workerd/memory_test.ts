import { assert, assertEquals } from "@std/assert";
import { sealText } from "../../core/bundle/manifest_text.ts";
import { Random } from "../../core/random/random.ts";
import { INSPECTED, type IsolateBytes, IsolateMemory } from "../support/isolate_memory.ts";
import { testAmongServers } from "../support/runtime.ts";
import { ServerProcess } from "../support/server_process.ts";

const REQUESTS = 4000;
const AT_A_TIME = 4;
const MB = 1e6;
const SHIPPED = new URL("../../static/models/mnist", import.meta.url).pathname;

/** The shipped bundle twice, the second by another id. */
async function writeTwoBundles(models: string): Promise<void> {
  for (const id of ["mnist", "mnist_again"]) {
    await Deno.mkdir(`${models}/${id}`);
    for await (const { name } of Deno.readDir(SHIPPED)) {
      await Deno.copyFile(`${SHIPPED}/${name}`, `${models}/${id}/${name}`);
    }
    const manifest = `${models}/${id}/manifest.json`;
    const text = await Deno.readTextFile(manifest);
    await Deno.writeTextFile(manifest, await sealText(text.replace('"mnist"', `"${id}"`)));
  }
}

/** One request in forty draws, the others are of other kinds. */
function request(server: ServerProcess, random: Random): Promise<Response> {
  const model = random.integer(2) === 0 ? "mnist" : "mnist_again";
  if (random.integer(40) === 0) return server.fetch(`/generate?model=${model}`);
  const kinds = [
    () => server.fetch(`/codebook?model=${model}&indices=${random.integer(32)}`),
    () => server.fetch(`/models/${model}`),
    () => server.fetch("/none"),
    () => server.post("/generate", { model, n: 99 }),
  ];
  return kinds[random.integer(kinds.length)]();
}

async function answerAll(server: ServerProcess, from: number, to: number): Promise<void> {
  let next = from;
  const client = async () => {
    while (next < to) {
      const reply = await request(server, new Random(5, next++));
      await reply.bytes();
      assert(reply.status < 500, `${reply.status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, client));
}

testAmongServers(
  "A Worker's isolate with two bundles stays under 100 MB, and keeps nothing of 4,000 requests",
  async () => {
    const models = await Deno.makeTempDir();
    await writeTwoBundles(models);
    await ServerProcess.use({ models, runtime: "workerd", args: [INSPECTED] }, async (server) => {
      assertEquals((await (await server.fetch("/models")).json()).models.length, 2);
      const memory = await IsolateMemory.open(server);
      const sizes: IsolateBytes[] = [await memory.measure()];
      for (const [from, to] of [[0, REQUESTS / 10], [REQUESTS / 10, REQUESTS]]) {
        await answerAll(server, from, to);
        sizes.push(await memory.measure());
        await memory.collectGarbage();
        sizes.push(await memory.measure());
      }
      await memory.close();
      const told = sizes.map(({ heap, buffers }) =>
        `${(heap / MB).toFixed(1)} + ${(buffers / MB).toFixed(1)}`
      );
      console.log(
        `heap + buffers in MB at the start, at 400 and 4,000 requests: ${told.join(", ")}`,
      );
      for (const { heap, buffers } of sizes) assert(heap + buffers < 100 * MB, told.join());
      const [, , early, , late] = sizes;
      // What V8 keeps of compiled code and shapes still settles; 3,600 requests of 400 bytes would show.
      assert(late.heap + late.buffers < early.heap + early.buffers + 1.5 * MB, told.join());
    });
    await Deno.remove(models, { recursive: true });
  },
);
