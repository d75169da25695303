import { UsageError } from "./errors.ts";

/** A flag: `--name value` or `--name=value`; a boolean takes no value. */
export type Flag =
  | { type: "boolean"; help: string }
  | {
    type: "string";
    help: string;
    /** Placeholder for the value in the help, e.g. `DIR`. */
    value?: string;
    default?: string;
    /** The value of the flag when given without one; by default a value is required. */
    bare?: string;
    /** Given without a value, the command lists what the flag takes and needs no words. */
    lists?: true;
  }
  | {
    /** Text that may be given any number of times. */
    type: "strings";
    help: string;
    value?: string;
  }
  | {
    type: "integer" | "number";
    help: string;
    value?: string;
    default?: number;
    min?: number;
    max?: number;
  };

type SingleFlag = Exclude<Flag, { type: "strings" }>;

/** Flags by name, without dashes. */
export type Flags = Record<string, Flag>;

type Value<F extends Flag> = F extends { type: "boolean" } ? boolean
  : F extends { type: "strings" } ? readonly string[]
  : F extends { type: "string" } ? (F extends { default: string } ? string : string | undefined)
  : F extends { default: number } ? number
  : number | undefined;

/**
 * Values of parsed flags. If not given, a boolean is false, a repeatable flag an empty list, and any other its default or
 * undefined.
 */
export type Values<F extends Flags> = { [Name in keyof F]: Value<F[Name]> };

/**
 * Reads a command line.
 * @returns The values of the flags, and the other words in order; `--` ends the flags.
 * @throws {UsageError} If a flag is unknown, given twice, lacks its value or its value is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const { values, rest } = parseFlags(["mnist", "--steps=5"], {
 *   steps: { type: "integer", min: 1, help: "steps per stage" },
 *   quick: { type: "boolean", help: "a tiny run" },
 * });
 * assertEquals(values, { steps: 5, quick: false });
 * assertEquals(rest, ["mnist"]);
 * ```
 */
export function parseFlags<F extends Flags>(
  args: readonly string[],
  flags: F,
): { values: Values<F>; rest: string[] } {
  const given = new Map<string, string | number | boolean>();
  const lists = new Map<string, string[]>();
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--") {
      rest.push(...args.slice(i + 1));
      break;
    }
    if (!/^--?[a-zA-Z]/.test(args[i])) {
      rest.push(args[i]);
      continue;
    }
    const [name, inline] = splitFlag(args[i]);
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    if (!flag) throw new UsageError(`Cannot use ${args[i]}: expected ${listed(flags)}`);
    if (given.has(name)) throw new UsageError(`--${name} was given twice`);
    const takesNext = inline === undefined && flag.type !== "boolean" && isValue(args[i + 1]);
    const text = takesNext ? args[++i] : inline;
    if (flag.type === "strings") {
      lists.set(name, [...lists.get(name) ?? [], readText(name, text)]);
    } else {
      given.set(name, readValue(name, flag, text));
    }
  }
  const values = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [
      name,
      flag.type === "strings" ? lists.get(name) ?? [] : given.get(name) ?? defaultOf(flag),
    ]),
  );
  return { values: values as Values<F>, rest };
}

function splitFlag(arg: string): [name: string, value: string | undefined] {
  const equals = arg.indexOf("=");
  const name = (equals < 0 ? arg : arg.slice(0, equals)).replace(/^-/, "").replace(/^-/, "");
  return [arg.startsWith("--") ? name : `-${name}`, equals < 0 ? undefined : arg.slice(equals + 1)];
}

function isValue(arg: string | undefined): arg is string {
  return arg !== undefined && !/^--?[a-zA-Z]/.test(arg) && arg !== "--";
}

function readValue(name: string, flag: SingleFlag, text: string | undefined) {
  if (flag.type === "boolean") {
    if (text === undefined) return true;
    throw new UsageError(`Cannot use --${name}: expected no value, got "${text}"`);
  }
  if (flag.type === "string") {
    return text === undefined && flag.bare !== undefined ? flag.bare : readText(name, text);
  }
  const { type, min = -Infinity, max = Infinity } = flag;
  const given = readText(name, text);
  const number = given.trim() === "" ? NaN : Number(given);
  const fits = Number.isFinite(number) && number >= min && number <= max &&
    (type === "number" || Number.isSafeInteger(number));
  if (fits) return number;
  const kind = type === "integer" ? "a whole number" : "a number";
  throw new UsageError(
    `Cannot use --${name}: expected ${kind}${range(min, max)}, got "${given}"`,
  );
}

function readText(name: string, text: string | undefined): string {
  if (text) return text;
  throw new UsageError(`--${name} needs a value`);
}

function range(min: number, max: number): string {
  if (max < Infinity) return ` from ${min} to ${max}`;
  return min > -Infinity ? ` of at least ${min}` : "";
}

function listed(flags: Flags): string {
  const names = Object.keys(flags).map((name) => `--${name}`);
  return names.length === 0 ? "no flags" : `one of ${names.join(", ")}`;
}

function defaultOf(flag: SingleFlag) {
  return flag.type === "boolean" ? false : flag.default;
}
