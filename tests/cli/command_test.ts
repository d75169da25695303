import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type Command, helpOf, readCommandLine } from "../../cli/command.ts";
import { UsageError } from "../../cli/errors.ts";
import type { Flags } from "../../cli/flags.ts";

const COMMAND = {
  task: "evaluate",
  summary: "Measures a bundle.",
  positionals: [{ name: "bundle", help: "its folder", required: true }],
  flags: { steps: { type: "integer", default: 3, help: "how many" } },
} satisfies Command<Flags>;

Deno.test("readCommandLine() refuses a missing word", () => {
  assertThrows(() => readCommandLine(COMMAND, []), UsageError, "<bundle> is missing");
});

Deno.test("readCommandLine() refuses a word too many", () => {
  assertThrows(
    () => readCommandLine(COMMAND, ["a", "b"]),
    UsageError,
    'expected one word, got "b" as well',
  );
});

Deno.test("readCommandLine() asks for no word where help is wanted", () => {
  assertEquals(readCommandLine(COMMAND, ["--help"]).values.help, true);
});

Deno.test("readCommandLine() asks for no word where a flag given alone lists what it takes", () => {
  const device = { type: "string", bare: "", lists: true, help: "" } as const;
  const listing = { ...COMMAND, flags: { device } };
  assertEquals(readCommandLine(listing, ["--device"]), {
    values: { device: "", help: false, debug: false },
    words: [],
  });
  const missing = () => readCommandLine(listing, ["--device", "cpu"]);
  assertThrows(missing, UsageError, "<bundle> is missing");
});

Deno.test("readCommandLine() takes any number of the last word if it may stand several times", () => {
  const many = { ...COMMAND, positionals: [{ name: "part", help: "", many: true }] };
  assertEquals(readCommandLine(many, ["a", "b", "c"]).words, ["a", "b", "c"]);
});

Deno.test("helpOf() shows the usage, every flag and its default", () => {
  const help = helpOf(COMMAND);
  assertStringIncludes(help, "Usage: deno task evaluate <bundle> [flags]");
  assertStringIncludes(help, "how many (default 3)");
  assertStringIncludes(help, "--debug");
});

Deno.test("helpOf() says which flags may be repeated", () => {
  const flags = { set: { type: "strings", value: "PATH=VALUE", help: "a setting" } } as const;
  const help = helpOf({ ...COMMAND, flags });
  assertStringIncludes(help, "--set PATH=VALUE  a setting (may be repeated)");
});

const SCRIPT = `
import { runCommand } from "${import.meta.resolve("../../cli/command.ts")}";
const flags = { code: { type: "integer" as const, help: "" } };
await runCommand({ task: "demo", summary: "Demo.", flags }, ({ values }) => {
  if (values.code === undefined) throw Object.assign(new Error("disk full\\nmore"), { hint: "make room" });
  return Promise.resolve(values.code);
});`;

async function runDemo(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(path, SCRIPT);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", path, ...args],
    env: { NO_COLOR: "1" },
  }).output().finally(() => Deno.remove(path));
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

Deno.test("runCommand() leaves with the code it is given", async () => {
  assertEquals((await runDemo(["--code", "0"])).code, 0);
  assertEquals((await runDemo(["--code", "1"])).code, 1);
});

Deno.test("runCommand() leaves with 1, one line and the hint on a failure", async () => {
  const { code, stdout, stderr } = await runDemo([]);
  assertEquals([code, stdout], [1, ""]);
  assertEquals(stderr, "error: Cannot demo: disk full\nhint: make room\n");
});

Deno.test("runCommand() shows the stack only with --debug", async () => {
  const { stderr } = await runDemo(["--debug"]);
  assertStringIncludes(stderr, "hint: make room\nError: disk full");
  assertStringIncludes(stderr, "    at ");
});

Deno.test("runCommand() leaves with 2 on wrong usage and 0 on --help", async () => {
  const { code, stderr } = await runDemo(["--nope"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "hint: `deno task demo --help`");
  const help = await runDemo(["--help"]);
  assertEquals(help.code, 0);
  assertStringIncludes(help.stdout, "Usage: deno task demo");
});
