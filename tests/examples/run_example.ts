import { assert } from "@std/assert";
import { repositoryRoot } from "../../cli/repository_root.ts";

/** Runs a program of `examples/`, as a person does. @returns Its lines. */
export async function runExample(name: string, ...args: string[]): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "--lock=deno.dev.lock", `examples/${name}`, ...args],
    cwd: repositoryRoot(),
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stderr));
  return decoder.decode(stdout).trim().split("\n");
}
