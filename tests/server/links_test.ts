import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { ServerProcess } from "../support/server_process.ts";
import { writeTinyBundle } from "../support/tiny_bundle.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
/** What a server is started from, but for its pages. */
const SOURCES = [
  ...["cli", "core", "executors", "generation", "routes", "scripts", "serving", "vendor"],
];

/** Runs a test in a new folder. */
async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Asks for everything that is read from a folder at run time. */
async function assertServes(server: ServerProcess): Promise<void> {
  for (const path of ["/generate?seed=1", "/models/tiny/weights.safetensors", "/", "/widget.js"]) {
    const reply = await server.fetch(path);
    const { length } = await reply.bytes();
    assertEquals([path, reply.status, length > 0], [path, 200, true]);
  }
}

Deno.test("start.ts serves bundles whose folder, or whose own folder, is a link", async () => {
  await inFolder(async (folder) => {
    await writeTinyBundle(`${folder}/elsewhere`);
    await Deno.mkdir(`${folder}/real`);
    await Deno.symlink(`${folder}/elsewhere/tiny`, `${folder}/real/tiny`);
    await Deno.symlink("real", `${folder}/models`);
    await ServerProcess.use({ launcher: true, models: `${folder}/models` }, assertServes);
  });
});

Deno.test("start.ts serves from a project behind a link whose pages are behind another", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/project`);
    const copied = SOURCES.map((name) => `${ROOT}${name}`)
      .concat(["main.ts", "deno.json", "deno.lock"].map((name) => `${ROOT}${name}`));
    const args = ["-R", ...copied, `${folder}/project`];
    assertEquals((await new Deno.Command("cp", { args }).output()).success, true);
    await Deno.symlink(`${ROOT}static`, `${folder}/project/static`);
    await Deno.symlink("project", `${folder}/current`);
    await writeTinyBundle(`${folder}/models`);
    const options = { launcher: true, root: `${folder}/current`, models: `${folder}/models` };
    await ServerProcess.use(options, assertServes);
  });
});

Deno.test("main.ts answers 404 for a bundle's file that became a link, a folder or a FIFO", async () => {
  const models = await Deno.makeTempDir();
  await writeTinyBundle(models);
  await ServerProcess.use({ models }, async (server) => {
    const file = `${models}/tiny/weights.safetensors`;
    const get = async () => {
      const reply = await server.fetch("/models/tiny/weights.safetensors");
      await reply.body?.cancel();
      return reply.status;
    };
    assertEquals(await get(), 200);
    await Deno.rename(file, `${models}/moved`);
    assertEquals(await get(), 404);
    for (const target of [`${models}/moved`, "/etc/passwd", "/dev/zero", "weights.safetensors"]) {
      await Deno.symlink(target, file);
      assertEquals([target, await get()], [target, 404]);
      await Deno.remove(file);
    }
    await Deno.mkdir(file);
    assertEquals(await get(), 404);
    await Deno.remove(file);
    await new Deno.Command("mkfifo", { args: [file] }).output();
    assertEquals(await get(), 404);
    await Deno.remove(file);
    await Deno.rename(`${models}/moved`, file);
    assertEquals(await get(), 200);
  });
  await Deno.remove(models, { recursive: true });
});

Deno.test("main.ts takes a bundle's file that is a link within its folder, and no other", async () => {
  await inFolder(async (folder) => {
    await writeTinyBundle(folder);
    const file = `${folder}/tiny/README.md`;
    await Deno.mkdir(`${folder}/tiny/..data`);
    await Deno.rename(file, `${folder}/tiny/..data/README.md`);
    await Deno.symlink("..data/README.md", file);
    await ServerProcess.use({ models: folder }, async (server) => {
      assertStringIncludes(await (await server.fetch("/models/tiny/README.md")).text(), "# Tiny");
    });
    await Deno.rename(`${folder}/tiny/..data/README.md`, `${folder}/README.md`);
    await Deno.remove(file);
    await Deno.symlink("../README.md", file);
    const { code, stderr } = await (await ServerProcess.start({ models: folder })).ended();
    assertEquals(code, 1);
    const line = stderr.split("\n").find((text) => text.startsWith("error: "))!;
    assertMatch(
      line,
      /Cannot load bundle tiny: expected README\.md to be readable, got .*a link that leaves/,
    );
  });
});
