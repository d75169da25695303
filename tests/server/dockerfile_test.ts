import { assert, assertEquals } from "@std/assert";
import { HEAP_FLAG } from "../../serving/deno/v8_flags.ts";
import { serverPermissions } from "../../serving/deno/server_permissions.ts";
import { commandOf, copiesOf, environmentOf, readDockerfile } from "../support/dockerfile.ts";
import { freePort } from "../support/free_port.ts";
import { pause } from "../support/server_process.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const [deno, build, final] = readDockerfile(await Deno.readTextFile(`${ROOT}/deploy/Dockerfile`));
/** A user that owns nothing; root gives itself up for it. */
const NOBODY = Deno.build.os !== "windows" && Deno.uid() === 0 ? { uid: 10001, gid: 10001 } : {};

Deno.test("deploy/Dockerfile copies what is there and is not ignored", async () => {
  const ignore = await Deno.readTextFile(`${ROOT}/deploy/Dockerfile.dockerignore`);
  const sent = [...ignore.matchAll(/^!(.+)$/gm)].map(([, path]) => path).sort();
  const sources = copiesOf(build).flatMap(({ sources }) => sources).sort();
  assertEquals(sources, sent);
  for (const source of sources) await Deno.stat(`${ROOT}/${source}`);
  assertEquals(copiesOf(final), []);
});

Deno.test("deploy/Dockerfile has the Deno of the checks, and the server's flags", async () => {
  const version = /deno@([\d.]+)/.exec(await Deno.readTextFile(`${ROOT}/.ci/run`))![1];
  assertEquals(deno[0].text, `denoland/deno:bin-${version} AS deno`);
  const settings = { HOST: "0.0.0.0", PORT: 0, MODELS: undefined, METRICS: "public" } as const;
  const command = commandOf(final, "CMD");
  for (const flag of [HEAP_FLAG, ...serverPermissions(settings, "/app")]) {
    assert(command.includes(flag), flag);
  }
  assertEquals(final.find(({ name }) => name === "USER")?.text, "10001:10001");
});

Deno.test({
  name: "deploy/Dockerfile's command serves from files that it cannot write, without a network",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.chmod(folder, 0o755);
      await layOut(folder);
      await serveAndStop(folder);
    } finally {
      await run("chmod", ["-R", "u+w", folder]);
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Lays the image's files out in a folder, readable for all, writable for none. */
async function layOut(folder: string): Promise<void> {
  const app = `${folder}/app`;
  await Deno.mkdir(`${app}/vendor`, { recursive: true });
  for (const { sources, target } of copiesOf(build)) {
    const paths = sources.map((source) => `${ROOT}/${source}`);
    await run("cp", ["-R", ...paths, target === "./" ? app : `${app}/${target}`]);
  }
  await run("cp", [Deno.execPath(), `${folder}/deno`]);
  await copyPackages(`${folder}/deno-dir`);
  await run("chmod", ["-R", "a+rX,a-w", folder]);
}

/** The packages of `deno.lock`, as `deno install` leaves them. */
async function copyPackages(to: string): Promise<void> {
  const info = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { npmCache } = JSON.parse(new TextDecoder().decode(info.stdout));
  const lock = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.lock`));
  for (const { name: registry } of Deno.readDirSync(npmCache)) {
    await Deno.mkdir(`${to}/npm/${registry}`, { recursive: true });
    for (const id of Object.keys(lock.npm)) {
      const name = id.slice(0, id.lastIndexOf("@"));
      await run("cp", ["-R", `${npmCache}/${registry}/${name}`, `${to}/npm/${registry}/${name}`]);
    }
  }
}

async function serveAndStop(folder: string): Promise<void> {
  const environment = environmentOf(final);
  const here = (text: string) => text.replaceAll(/(^|[=,])\/app\b/g, `$1${folder}/app`);
  const options = {
    cwd: `${folder}/app`,
    clearEnv: true,
    env: { ...environment, DENO_DIR: folder + environment.DENO_DIR, PORT: String(freePort()) },
    ...NOBODY,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  } as const;
  const [, ...args] = commandOf(final, "CMD").map(here);
  const server = new Deno.Command(`${folder}/deno`, { ...options, args }).spawn();
  const output = Promise.all([server.stdout, server.stderr].map((it) => new Response(it).text()));
  const health = async () => {
    const [, ...args] = commandOf(final, "HEALTHCHECK");
    return (await new Deno.Command(`${folder}/deno`, { ...options, args }).output()).code;
  };
  let ended = false;
  server.status.then(() => ended = true);
  try {
    while (await health() !== 0 && !ended) await pause(100);
    const address = `http://127.0.0.1:${options.env.PORT}`;
    const statuses = ended ? [] : await Promise.all(
      ["/", "/models", "/generate?seed=7"].map(async (path) => {
        const reply = await fetch(address + path);
        await reply.body?.cancel();
        return reply.status;
      }),
    );
    if (!ended) server.kill("SIGTERM");
    const { code } = await server.status;
    const [stdout, stderr] = await output;
    assertEquals([statuses, code], [[200, 200, 200], 0], stdout + stderr);
    assertEquals(stderr.split("\n").filter((line) => line !== "" && !line.startsWith("{")), []);
    assertEquals(await health(), 1);
  } finally {
    if (!ended) server.kill("SIGKILL");
  }
}

async function run(program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(`Cannot ${program}: ${new TextDecoder().decode(stderr)}`);
}
