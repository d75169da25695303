import { assertEquals, assertStringIncludes } from "@std/assert";
import { repositoryRoot } from "../../../cli/repository_root.ts";

/** Checks the types of `source` as `core/`, `models/` and `routes/` are checked. */
async function check(source: string): Promise<{ code: number; output: string }> {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, source);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--no-lock", `--config=${repositoryRoot()}/deno.dom.json`, path],
    env: { NO_COLOR: "1" },
  }).output().finally(() => Deno.remove(path));
  return { code, output: new TextDecoder().decode(stderr) };
}

Deno.test("deno.dom.json knows what every page has", async () => {
  const source = `export const url: URL = new URL("a:b"); crypto.subtle; new TextEncoder();`;
  assertEquals((await check(source)).code, 0);
});

Deno.test("deno.dom.json refuses Deno, Node's globals and Node's timers", async () => {
  const lines = [
    "Deno.args;",
    "process.exit();",
    `Buffer.from("");`,
    "setTimeout(() => {}).unref();",
  ];
  const { code, output } = await check(lines.join("\n"));
  assertEquals(code, 1);
  for (const name of ["'Deno'", "'process'", "'Buffer'", "'unref'"]) {
    assertStringIncludes(output, name);
  }
});
