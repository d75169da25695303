import { assert, assertEquals } from "@std/assert";
import { repositoryRoot } from "../../cli/repository_root.ts";

const FLAG = "--v8-flags=--experimental-wasm-revectorize";
const cwd = repositoryRoot();

async function deno(args: string[], env: Record<string, string> = {}) {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1", ...env },
    stderr: "null",
  }).output();
  return { code, out: new TextDecoder().decode(stdout).trim() };
}

Deno.test("v8_flags.ts prints the flag on x64 only, and Deno starts with what it prints", async () => {
  const { out } = await deno(["run", "scripts/v8_flags.ts"]);
  assertEquals(out, Deno.build.arch === "x86_64" ? FLAG : "");
  const flags = out === "" ? [] : [out];
  assertEquals(await deno(["run", ...flags, "scripts/v8_flags.ts"]), { code: 0, out });
});

Deno.test("deno.json starts what trains or measures with the flags of v8_flags.ts", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${cwd}/deno.json`));
  for (const name of ["train", "evaluate", "export", "bench"]) {
    assert(tasks[name].includes(` $(deno run scripts/v8_flags.ts) scripts/${name}.ts`), name);
  }
});

Deno.test("a task with flags of its own keeps the words of its command line and DENO_V8_FLAGS", async () => {
  const { code, out } = await deno([
    "task",
    "train",
    "mnist",
    "--set",
    "prior.layers=2",
    "--print-config",
  ], {
    DENO_V8_FLAGS: "--max-old-space-size=300",
  });
  assertEquals([code, JSON.parse(out).prior.layers], [0, 2]);
});
