import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "../../cli/repository_root.ts";

/** Runs `deno …` at the repository's root. */
async function deno(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: repositoryRoot(),
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Examples that `deno doc` shows. `deno task test` runs them. */
const LEAST_EXAMPLES = 60;

Deno.test("mod.ts has at least 60 examples", async () => {
  const { code, stdout, stderr } = await deno("doc", "--json", "mod.ts");
  assertEquals(code, 0, stderr);
  const examples = stdout.match(/"kind":\s*"example"/g) ?? [];
  assert(examples.length >= LEAST_EXAMPLES, `${examples.length}`);
});

Deno.test("mod.ts documents all that it exports and every type that this needs", async () => {
  const { code, stderr } = await deno("doc", "--lint", "mod.ts");
  assertEquals(code, 0, stderr);
});

Deno.test("deno publish finds nothing to refuse, and no warning", async () => {
  const { code, stdout, stderr } = await deno(
    "publish",
    "--dry-run",
    "--allow-dirty",
    "--no-check",
  );
  const output = stdout + stderr;
  assertEquals([code, /warning/i.test(output)], [0, false], output);
  assert(output.includes("/mod.ts") && output.includes("kernels.wasm"), output);
  assert(!output.includes("/tests/"), output);
});
