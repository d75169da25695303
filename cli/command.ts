import { describeError, exitCodeOf, UsageError } from "./errors.ts";
import { type Flag, type Flags, parseFlags, type Values } from "./flags.ts";

/** A positional argument. */
export interface Positional {
  /** In lower case, as shown in the help. */
  name: string;
  help: string;
  required?: boolean;
  /** May be repeated; for the last positional only. */
  many?: boolean;
}

/** An environment variable read by a task. */
export interface Variable {
  name: string;
  help: string;
}

/** The arguments of a task; `--help` is generated from them. */
export interface Command<F extends Flags> {
  /** The task's name in deno.json. */
  task: string;
  /** One sentence. */
  summary: string;
  positionals?: Positional[];
  flags: F;
  /** For the help. */
  variables?: readonly Variable[];
}

/** How long the process waits at its end for a reader of stderr. */
const STDERR_MS = 1000;

const COMMON = {
  help: { type: "boolean", help: "show this help" },
  debug: { type: "boolean", help: "show where an error comes from" },
} satisfies Flags;

/** A parsed command line. */
export interface Given<F extends Flags> {
  values: Values<F & typeof COMMON>;
  /** The positional arguments, in order. */
  words: string[];
}

/**
 * Runs a command the way every task behaves: `--help`, one line per error, exit codes 0 done, 1 failed, 2 wrong usage.
 * @param run Gets the flags and words; may return an exit code, otherwise it is 0.
 */
export async function runCommand<F extends Flags>(
  command: Command<F>,
  run: (given: Given<F>) => Promise<number | void>,
): Promise<never> {
  try {
    const given = readCommandLine(command, Deno.args);
    if (given.values.help) {
      console.log(helpOf(command));
      Deno.exit(0);
    }
    Deno.exit(await run(given) ?? 0);
  } catch (error) {
    return await exitWith(error, command);
  }
}

/** Prints why a task failed, and exits. */
export async function exitWith(error: unknown, { task }: { task: string }): Promise<never> {
  const debug = Deno.args.includes("--debug");
  const lines = describeError(error, { task, debug }).map((line) => `${line}\n`);
  const late = new Promise((resolve) => setTimeout(resolve, STDERR_MS));
  await Promise.race([writeToStderr(lines.join("")).catch(() => {}), late]);
  Deno.exit(exitCodeOf(error));
}

async function writeToStderr(text: string): Promise<void> {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(await Deno.stderr.write(bytes));
}

/** @throws {UsageError} If flags or words do not fit the command, unless help is requested. */
export function readCommandLine<F extends Flags>(
  { task, positionals = [], flags }: Command<F>,
  args: readonly string[],
): Given<F> {
  const { values, rest } = parseFlags(args, { ...flags, ...COMMON });
  if (values.help) return { values, words: rest };
  const most = positionals.at(-1)?.many ? Infinity : positionals.length;
  if (rest.length > most) {
    const words = most === 0 ? "no words" : most === 1 ? "one word" : `at most ${most} words`;
    throw new UsageError(`Cannot ${task}: expected ${words}, got "${rest[most]}" as well`);
  }
  const missing = positionals.slice(rest.length).find(({ required }) => required);
  if (missing && !isListing(values, flags)) {
    throw new UsageError(`<${missing.name}> is missing`);
  }
  return { values, words: rest };
}

/** Whether a flag was given alone that then lists what it takes. */
function isListing(values: Readonly<Record<string, unknown>>, flags: Flags): boolean {
  return Object.entries(flags).some(([name, flag]) =>
    flag.type === "string" && flag.lists === true && values[name] === flag.bare
  );
}

/** The text of `--help`. */
export function helpOf<F extends Flags>(
  { task, summary, positionals = [], flags, variables = [] }: Command<F>,
): string {
  const words = positionals.map(({ name, required, many }) => {
    const word = many ? `${name}…` : name;
    return required ? ` <${word}>` : ` [${word}]`;
  });
  const rows: [string, string][] = [
    ...positionals.map(({ name, help }): [string, string] => [name, help]),
    ...Object.entries({ ...flags, ...COMMON }).map(([name, flag]): [string, string] => [
      `--${name}${valueOf(flag)}`,
      flag.help + defaultText(flag),
    ]),
  ];
  const environment = variables.map(({ name, help }): [string, string] => [name, help]);
  return [
    summary,
    "",
    `Usage: deno task ${task}${words.join("")} [flags]`,
    "",
    ...columns(rows),
    ...(environment.length > 0 ? ["", "Environment:", "", ...columns(environment)] : []),
  ].join("\n");
}

function columns(rows: readonly [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function valueOf(flag: Flag): string {
  if (flag.type === "boolean") return "";
  const value = flag.value ?? (flag.type.startsWith("string") ? "TEXT" : "N");
  return flag.type === "string" && flag.bare !== undefined ? ` [${value}]` : ` ${value}`;
}

function defaultText(flag: Flag): string {
  if (flag.type === "strings") return " (may be repeated)";
  return flag.type !== "boolean" && flag.default !== undefined ? ` (default ${flag.default})` : "";
}
