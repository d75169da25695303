/** A wrong command line: exit code 2. Its message is shown unchanged. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly exitCode = 2;
}

/** A failure that a person can fix: exit code 1 and a line that says how. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  constructor(message: string, readonly hint: string) {
    super(message);
  }
}

/** 1 failed, 2 wrong usage: an error whose `exitCode` is 2. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof Error && "exitCode" in error && error.exitCode === 2 ? 2 : 1;
}

/**
 * The lines for stderr: `error: Cannot …`, a hint if the error has one or the command line was wrong, and the stack only
 * with `debug`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const error = Object.assign(new Error("Cannot open a device: none"), { hint: "run setup" });
 * assertEquals(describeError(error, { task: "train", debug: false }), [
 *   "error: Cannot open a device: none",
 *   "hint: run setup",
 * ]);
 * ```
 */
export function describeError(
  error: unknown,
  { task, debug }: { task: string; debug: boolean },
): string[] {
  const message = firstLine(error instanceof Error ? error.message : String(error));
  const whole = message.startsWith("Cannot ") || exitCodeOf(error) === 2;
  const sentence = whole ? message : `Cannot ${task}: ${message}`;
  const lines = [`error: ${sentence}`];
  const hint = hintOf(error, task);
  if (hint) lines.push(`hint: ${firstLine(hint)}`);
  if (debug && error instanceof Error) lines.push(...stackOf(error));
  return lines;
}

function hintOf(error: unknown, task: string): string | undefined {
  if (error instanceof Error && "hint" in error && typeof error.hint === "string") {
    return error.hint;
  }
  return error instanceof UsageError
    ? `\`deno task ${task} --help\` shows what it takes`
    : undefined;
}

function stackOf(error: Error): string[] {
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split("\n");
  if (error.cause instanceof Error) {
    lines.push(...stackOf(error.cause).map((line, i) => i === 0 ? `caused by ${line}` : line));
  }
  return lines;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0];
}
