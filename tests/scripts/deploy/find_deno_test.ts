import { assertEquals } from "@std/assert";
import { findDeno } from "../../../scripts/deploy/serve_upload.ts";

/** Runs with a program in place of `npx`. */
async function withNpx(text: string, use: (npx: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/npx`, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    await use(`${folder}/npx`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function runs(pid: number): boolean {
  try {
    return !/\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`)); // One nobody waits for is no more.
  } catch {
    return false;
  }
}

Deno.test({
  name: "findDeno() gives up on an npm that waits for a network, and kills all it started",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withNpx(
      `sh -c 'sleep 100 & echo $! > "$0.pids"; wait' "$0" & echo $! >> "$0.shell"; wait`,
      async (npx) => {
        const found = await findDeno("2.5.0", { seconds: 1, npx });
        assertEquals(found, { reason: "npm did not answer within 1 s" });
        for (const name of ["pids", "shell"]) {
          const pid = Number(await Deno.readTextFile(`${npx}.${name}`));
          for (let wait = 0; runs(pid) && wait < 50; wait++) {
            await new Promise((wake) => setTimeout(wake, 20));
          }
          assertEquals(runs(pid), false);
        }
      },
    ),
});

Deno.test("findDeno() is what npm prints, or says why there is none", async () => {
  await withNpx(`echo "/somewhere/$2"`, async (npx) => {
    assertEquals(await findDeno("2.5.0", { seconds: 60, npx }), { path: "/somewhere/deno@2.5.0" });
  });
  await withNpx("exit 1", async (npx) => {
    assertEquals(await findDeno("2.5.0", { seconds: 60, npx }), { reason: "npm does not give it" });
    const none = await findDeno("2.5.0", { seconds: 60, npx: `${npx}-none` });
    assertEquals(none, { reason: "there is no npm" });
  });
});
