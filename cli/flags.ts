import { UsageError } from "./errors.ts";

/** What a flag takes. Every flag is `--name value` or `--name=value`; a boolean takes no value. */
export type Flag =
  | { type: "boolean"; help: string }
  | {
    type: "string";
    help: string;
    /** Shown in the help in place of the value, e.g. `DIR`. */
    value?: string;
    default?: string;
    /** What the flag means when it stands without a value; without this a value is required. */
    bare?: string;
  }
  | {
    type: "integer" | "number";
    help: string;
    value?: string;
    default?: number;
    min?: number;
    max?: number;
  };

/** Flags by their name without the dashes. */
export type Flags = Record<string, Flag>;

type Value<F extends Flag> = F extends { type: "boolean" } ? boolean
  : F extends { type: "string" } ? (F extends { default: string } ? string : string | undefined)
  : F extends { default: number } ? number
  : number | undefined;

/** What the flags hold once parsed: a boolean that was not given is false, others their default or undefined. */
export type Values<F extends Flags> = { [Name in keyof F]: Value<F[Name]> };

/**
 * Reads a command line.
 * @returns The flags' values, and what is not a flag in the order it stands; `--` ends the flags.
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
    if (!flag) throw new UsageError(`Cannot use ${args[i]} as it must be ${listed(flags)}`);
    if (given.has(name)) throw new UsageError(`Cannot use --${name} as it must stand once: twice`);
    const takesNext = inline === undefined && flag.type !== "boolean" && isValue(args[i + 1]);
    given.set(name, readValue(name, flag, takesNext ? args[++i] : inline));
  }
  const values = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, given.get(name) ?? defaultOf(flag)]),
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

function readValue(name: string, flag: Flag, text: string | undefined) {
  if (flag.type === "boolean") {
    if (text === undefined) return true;
    throw new UsageError(`Cannot use --${name}="${text}" as it takes no value`);
  }
  if (text === undefined) {
    if (flag.type === "string" && flag.bare !== undefined) return flag.bare;
    throw new UsageError(`Cannot use --${name} as it must have a value: none given`);
  }
  if (flag.type === "string") {
    if (text !== "") return text;
    throw new UsageError(`Cannot use --${name} as it must have a value: ""`);
  }
  const { type, min = -Infinity, max = Infinity } = flag;
  const number = text.trim() === "" ? NaN : Number(text);
  const fits = Number.isFinite(number) && number >= min && number <= max &&
    (type === "number" || Number.isSafeInteger(number));
  if (fits) return number;
  const kind = type === "integer" ? "a whole number" : "a number";
  throw new UsageError(`Cannot use --${name} as it must be ${kind}${range(min, max)}: "${text}"`);
}

function range(min: number, max: number): string {
  if (max < Infinity) return ` from ${min} to ${max}`;
  return min > -Infinity ? ` of at least ${min}` : "";
}

function listed(flags: Flags): string {
  const names = Object.keys(flags).map((name) => `--${name}`);
  return names.length === 0 ? "left out: there are no flags" : `one of ${names.join(", ")}`;
}

function defaultOf(flag: Flag) {
  return flag.type === "boolean" ? false : flag.default;
}
