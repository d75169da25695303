import type * as z from "zod";
import { describeIssue } from "./describe_issue.ts";
import { ruleTree } from "./schema_walk.ts";
import { SettingError } from "./setting_error.ts";

const FILE_HINT = "`deno task train --print-config > FILE.json` writes a configuration";

/**
 * Reads JSON from a file that a person names.
 * @throws {SettingError} If there is none or it holds something else.
 */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    const state = cause instanceof Deno.errors.NotFound ? "no such file" : reasonOf(cause);
    throw new SettingError(`Cannot read ${path}: ${state}`, FILE_HINT, { cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const state = reasonOf(cause as Error);
    throw new SettingError(`Cannot read ${path}: expected JSON, got ${state}`, FILE_HINT, {
      cause,
    });
  }
}

/**
 * A configuration as the schema gives it.
 * @param path Of the file it was read from, for errors.
 * @throws {SettingError} In one line that names the path of the first wrong setting, its rule and its value.
 */
export function parseConfig<T>(
  schema: z.ZodType<T>,
  value: unknown,
  { path }: { path: string },
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = describeIssue(ruleTree(schema), value, parsed.error.issues[0]);
  const what = issue.unknown !== undefined || issue.path === ""
    ? issue.rule
    : `${issue.path} to be ${issue.rule}`;
  throw new SettingError(`Cannot use ${path}: expected ${what}, got ${issue.got}`, issue.hint);
}

function reasonOf({ message }: Error): string {
  const words = message.split(/ \(os error|\n/)[0];
  return words.charAt(0).toLowerCase() + words.slice(1);
}
