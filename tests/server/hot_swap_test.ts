import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { readEvents } from "../support/read_events.ts";
import { pause, ServerProcess } from "../support/server_process.ts";
import { type TinyBundleOptions, writeTinyBundle } from "../support/tiny_bundle.ts";

/** The models of a server and their versions, in the order in which it lists them. */
async function modelsOf(server: ServerProcess): Promise<Map<string, string>> {
  const { models } = await (await server.fetch("/models")).json();
  return new Map(models.map(({ id, version }: Record<string, string>) => [id, version]));
}

/** Waits, at most ten seconds. */
async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const limit = performance.now() + 10_000;
  while (!await holds()) {
    if (performance.now() > limit) throw new Error("Cannot wait any longer: it does not hold");
    await pause(20);
  }
}

/** Puts a bundle into a folder at once, in the place of another of its id. */
async function putBundle(models: string, options: TinyBundleOptions & { id: string }) {
  const draft = await Deno.makeTempDir();
  await writeTinyBundle(draft, options);
  const { id } = options;
  await Deno.rename(`${models}/${id}`, `${draft}/old`).catch(() => {});
  await Deno.rename(`${draft}/${id}`, `${models}/${id}`);
  await Deno.remove(draft, { recursive: true });
}

const WATCH = ["--watch-models", "0.1"];
const png = async (server: ServerProcess, path: string) => (await server.fetch(path)).bytes();
const errorsOf = ({ stderr }: ServerProcess) => stderr.split('"level":"error"').length - 1;

Deno.test("main.ts --watch-models serves a bundle that is added, and no more one that is removed", async () => {
  await ServerProcess.use({ bundles: [{ id: "b" }], args: WATCH }, async (server) => {
    const models = `${server.folder}/models`;
    const before = await server.metric('tessera_images_total\\{model="b"\\}');
    await png(server, "/generate?seed=1");
    await putBundle(models, { id: "a", seed: 2 });
    await until(async () => (await modelsOf(server)).has("a"));
    assertEquals([...(await modelsOf(server)).keys()], ["a", "b"]);
    assertEquals((await (await server.fetch("/models")).json()).default, "a");
    for (const path of ["/generate?model=a&seed=1", "/models/a/README.md", "/models/b/README.md"]) {
      const reply = await server.fetch(path);
      await reply.body?.cancel();
      assertEquals([path, reply.status], [path, 200]);
    }
    // What was counted before the swap still is.
    assertEquals(await server.metric('tessera_images_total\\{model="b"\\}'), (before || 0) + 1);
    await Deno.remove(`${models}/a`, { recursive: true });
    await until(async () => !(await modelsOf(server)).has("a"));
    for (const path of ["/generate?model=a", "/models/a/README.md"]) {
      const reply = await server.fetch(path);
      await reply.body?.cancel();
      assertEquals([path, reply.status], [path, 404]);
    }
    assertEquals(errorsOf(server), 0, server.stderr);
    await Deno.remove(`${models}/b`, { recursive: true });
    await until(() => errorsOf(server) === 1);
    await pause(500);
    assertEquals([...(await modelsOf(server)).keys()], ["b"], "the last bundle stays");
    assertEquals(errorsOf(server), 1, "and is said once");
  });
});

Deno.test("main.ts --watch-models replaces a bundle; a stream that has begun ends with the old one", async () => {
  const bundles = [{ id: "a", channels: 128 }];
  await ServerProcess.use({ bundles, args: WATCH }, async (server) => {
    const [version] = (await modelsOf(server)).values();
    const request = { seed: 1, class: 1, guidance: 2 };
    const drawOne = async () => (await server.post("/generate", request)).json();
    const first = await drawOne();
    const streams: { codes: number[][]; count: number; last: string }[] = [];
    let isSwapped = false;
    // One stream after the other, so that one of them has begun when the bundle is replaced.
    const streaming = (async () => {
      while (!isSwapped) {
        const accept = { accept: "text/event-stream" };
        const events = await readEvents(
          await server.post("/generate", { ...request, n: 24 }, accept),
        );
        const images = events.filter(({ event }) => event === "image");
        const { codes } = images.find(({ content }) => content.image === 0)!.content;
        streams.push({ codes, count: images.length, last: events.at(-1)!.event });
      }
    })();
    await putBundle(`${server.folder}/models`, { id: "a", seed: 2 });
    await until(async () => [...(await modelsOf(server)).values()][0] !== version);
    isSwapped = true;
    await streaming;
    const second = await drawOne();
    assertNotEquals(second.version, version);
    assertNotEquals(second.data[0].codes, first.data[0].codes);
    for (const { codes, count, last } of streams) {
      assertEquals([count, last], [24, "done"]);
      assert([first, second].some(({ data }) => String(data[0].codes) === String(codes)));
    }
    assertEquals(errorsOf(server), 0, server.stderr);
  });
});

Deno.test("main.ts --watch-models keeps the old bundle where the new one is bad, and says so once", async () => {
  await ServerProcess.use({ bundles: [{ id: "a" }], args: WATCH }, async (server) => {
    const picture = await png(server, "/generate?seed=1");
    const folder = `${server.folder}/models/a`;
    const weights = await Deno.readFile(`${folder}/weights.safetensors`);
    weights[weights.length - 1] ^= 1;
    await Deno.writeFile(`${folder}/weights.safetensors`, weights);
    await until(() => errorsOf(server) > 0);
    await pause(500);
    assertEquals(errorsOf(server), 1);
    assertStringIncludes(
      server.stderr,
      "Cannot load bundle a: expected weights.safetensors to have sha256",
    );
    assertEquals(await png(server, "/generate?seed=1"), picture);
    assertEquals(await server.metric('tessera_bundle_reloads_total\\{result="refused"\\}'), 1);
    await putBundle(`${server.folder}/models`, { id: "a", seed: 3 });
    await until(async () =>
      await server.metric('tessera_bundle_reloads_total\\{result="served"\\}') === 1
    );
    assertNotEquals(await png(server, "/generate?seed=1"), picture);
  });
});

Deno.test("main.ts --watch-models leaves a bundle alone while it is copied file by file", async () => {
  await ServerProcess.use(
    { bundles: [{ id: "b" }], args: ["--watch-models", "0.3"] },
    async (server) => {
      const source = await Deno.makeTempDir();
      await writeTinyBundle(source, { id: "a" });
      const target = `${server.folder}/models/a`;
      await Deno.mkdir(target);
      const names = Array.from(Deno.readDirSync(`${source}/a`), ({ name }) => name);
      // The manifest first: the worst order.
      for (
        const name of names.sort((a, b) =>
          Number(b === "manifest.json") - Number(a === "manifest.json")
        )
      ) {
        const bytes = await Deno.readFile(`${source}/a/${name}`);
        for (const part of [0, 1, 2]) {
          await Deno.writeFile(
            `${target}/${name}`,
            bytes.subarray(0, Math.ceil(bytes.length / 3 * part)),
          );
          await pause(60);
          assertEquals((await modelsOf(server)).has("a"), false);
        }
        await Deno.writeFile(`${target}/${name}`, bytes);
      }
      await until(async () => (await modelsOf(server)).has("a"));
      assertEquals(errorsOf(server), 0, server.stderr);
      await Deno.remove(source, { recursive: true });
    },
  );
});

Deno.test("main.ts looks for bundles at SIGHUP, and keeps the one that DEFAULT_MODEL names", async () => {
  const options = { bundles: [{ id: "a" }, { id: "b" }], env: { DEFAULT_MODEL: "b" } };
  await ServerProcess.use(options, async (server) => {
    const models = `${server.folder}/models`;
    await putBundle(models, { id: "c", seed: 5 });
    await Deno.remove(`${models}/a`, { recursive: true });
    await pause(700);
    assertEquals([...(await modelsOf(server)).keys()], ["a", "b"], "nothing looks by itself");
    server.child.kill("SIGHUP");
    await until(async () => (await modelsOf(server)).has("c"));
    assertEquals([...(await modelsOf(server)).keys()], ["b", "c"]);
    await Deno.remove(`${models}/b`, { recursive: true });
    server.child.kill("SIGHUP");
    await until(() => errorsOf(server) === 1);
    assertStringIncludes(server.stderr, "DEFAULT_MODEL");
    assertEquals((await (await server.fetch("/models")).json()).default, "b");
    assertEquals(
      (await server.fetch("/generate?seed=1").then((reply) => reply.bytes())).length > 0,
      true,
    );
  });
});

Deno.test("deno serve main.ts looks for bundles at SIGHUP, and says of a link that it may not follow it", async () => {
  const models = await Deno.makeTempDir(), elsewhere = await Deno.makeTempDir();
  await writeTinyBundle(models, { id: "a" });
  const options = { declared: true, models, env: { MODELS: models } };
  await ServerProcess.use(options, async (server) => {
    await putBundle(models, { id: "b", seed: 2 });
    await writeTinyBundle(elsewhere, { id: "c" });
    await Deno.symlink(`${elsewhere}/c`, `${models}/c`);
    server.child.kill("SIGHUP");
    await until(async () => (await modelsOf(server)).has("b"));
    assertEquals([...(await modelsOf(server)).keys()], ["a", "b"]);
    assertStringIncludes(server.stderr, "was not permitted to read when it started");
  });
  for (const folder of [models, elsewhere]) await Deno.remove(folder, { recursive: true });
});
