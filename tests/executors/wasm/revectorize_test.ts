import { assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";

/** Steps enough for V8 to have compiled all that counts with its optimising compiler, which the flag is for. */
const STEPS = 200;

/** Digests of both stages as another process with flags for V8 prints them: a line for 1, 2 and 4 threads each. */
async function digestsWith(flags: string): Promise<string[]> {
  const root = repositoryRoot();
  const script = new URL("../../support/print_digests.ts", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--allow-all", "--no-check", `--config=${root}/deno.json`],
      ...[script, String(STEPS)],
    ],
    env: { DENO_V8_FLAGS: flags },
    stderr: "inherit",
  }).output();
  return new TextDecoder().decode(stdout).trim().split("\n");
}

Deno.test(`weights are the same after ${STEPS} steps in 1, 2, 4 threads, with and without V8's revectorize pass`, async () => {
  const flags = ["--experimental-wasm-revectorize", "--no-experimental-wasm-revectorize"];
  const digests = (await Promise.all(flags.map(digestsWith))).flat();
  assertEquals(digests, new Array(6).fill(digests[0]));
});
