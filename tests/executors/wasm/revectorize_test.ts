import { assertEquals } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";

/** Steps enough for V8 to have compiled all that counts with its optimising compiler, which the flag is for. */
const STEPS = 200;

/** Digests of both stages as another process with flags for V8 prints them. */
async function digestsWith(flags: string): Promise<string> {
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
  return new TextDecoder().decode(stdout);
}

Deno.test(`the weights are the same after ${STEPS} steps with and without V8's revectorize pass`, async () => {
  const [joined, plain] = await Promise.all(
    ["--experimental-wasm-revectorize", "--no-experimental-wasm-revectorize"].map(digestsWith),
  );
  assertEquals(plain.trim().split("\n").length, 2);
  assertEquals(joined, plain);
});
