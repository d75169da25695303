import { assertEquals } from "@std/assert";
import { CommandError, describeError, exitCodeOf, UsageError } from "../../cli/errors.ts";

Deno.test("exitCodeOf() is 2 for wrong usage and 1 for all else", () => {
  assertEquals(exitCodeOf(new UsageError("")), 2);
  assertEquals(exitCodeOf(new CommandError("", "")), 1);
  assertEquals(exitCodeOf("text"), 1);
});

Deno.test("exitCodeOf() is an error's own exit code 2", () => {
  assertEquals(exitCodeOf(Object.assign(new Error(""), { exitCode: 2 })), 2);
});

Deno.test("describeError() shows a wrong command line's message as it is", () => {
  assertEquals(
    describeError(new UsageError("--seed was given twice"), { task: "x", debug: false }),
    [
      "error: --seed was given twice",
      "hint: `deno task x --help` shows what it takes",
    ],
  );
});

Deno.test("describeError() is one line without a hint", () => {
  const error = new RangeError("Cannot read steps: expected a positive number, got 0\nsecond line");
  assertEquals(describeError(error, { task: "train", debug: false }), [
    "error: Cannot read steps: expected a positive number, got 0",
  ]);
});

Deno.test("describeError() names the task where the error is not ours", () => {
  assertEquals(describeError("out of memory", { task: "train", debug: true }), [
    "error: Cannot train: out of memory",
  ]);
});

Deno.test("describeError() with debug shows the cause's stack too", () => {
  const error = new Error("Cannot save", { cause: new TypeError("no such folder") });
  const lines = describeError(error, { task: "train", debug: true });
  assertEquals(lines.includes("caused by TypeError: no such folder"), true);
});
