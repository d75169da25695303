import { assert, assertEquals } from "@std/assert";
import { readEvents } from "../support/read_events.ts";
import { SLOW } from "../support/contract/load.ts";
import { pause, ServerProcess } from "../support/server_process.ts";

/** Tells a process another time; Debian's package `faketime` holds it. */
const LIBRARY = findLibrary();

function findLibrary(): string | undefined {
  for (const machine of ["x86_64", "aarch64"]) {
    const path = `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`;
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch {
      // It is not installed.
    }
  }
}

/** Runs a test with a server whose wall clock `step` sets to another time; what is steady stays so. */
async function withSteps(
  test: (server: ServerProcess, step: (to: "-1d" | "+1d") => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, "+0\n");
  const server = await ServerProcess.start({
    ...SLOW,
    env: {
      LD_PRELOAD: LIBRARY!,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      DONT_FAKE_MONOTONIC: "1", // Its name in older versions.
    },
  });
  try {
    await server.ready();
    await test(server, (to) => Deno.writeTextFile(file, `${to}\n`));
  } finally {
    await Deno.remove(file);
  }
}

/** The log's lines about a path: its time and how long it took. */
function linesAbout(server: ServerProcess, path: string): { time: string; ms: number }[] {
  const lines = server.stderr.split("\n").filter((line) => line.includes(`"path":"${path}"`));
  return lines.map((line) => JSON.parse(line));
}

Deno.test({
  name:
    "The server whose clock is set back and forth by a day counts no negative time, loses nothing",
  ignore: LIBRARY === undefined,
  fn: async () => {
    await withSteps(async (server, step) => {
      const created: number[] = [];
      for (const to of ["-1d", "+1d", "-1d"] as const) {
        const drawing = server.post("/generate", { n: 64, seed: 1 });
        while (await server.metric("tessera_queue_images") === 0) await pause(1);
        await step(to);
        created.push((await (await drawing).json()).created);
      }
      assertEquals(created.map((time, i) => Math.sign(time - (created[i - 1] ?? 0))), [1, 1, -1]);
      assertEquals(/ -/.exec(await (await server.fetch("/metrics")).text()), null);
      await server.end();
      const lines = linesAbout(server, "/generate");
      assertEquals(lines.length, 3);
      for (const { ms } of lines) assert(ms >= 0 && ms < 60_000, `${ms}`);
    });
  },
});

Deno.test({
  name: "The server whose clock is set a day ahead while it stops still finishes its streams",
  ignore: LIBRARY === undefined,
  fn: async () => {
    await withSteps(async (server, step) => {
      const reply = await server.fetch("/generate?n=48&seed=1", {
        headers: { accept: "text/event-stream" },
      });
      server.child.kill("SIGTERM");
      while (await server.metric("tessera_ready") !== 0) await pause(1);
      await step("+1d");
      const events = await readEvents(reply);
      assertEquals(events.at(-1)?.event, "done");
      assertEquals((await server.ended()).code, 0);
    });
  },
});
