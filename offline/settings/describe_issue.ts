import type * as z from "zod";
import { describeRules } from "./describe_rule.ts";
import { nearPaths } from "./near_paths.ts";
import { keysOf, rulesAt, type RuleTree, settingPaths, valueAt } from "./schema_walk.ts";
import { nameHint, SETTINGS_HINT } from "./setting_error.ts";

/** What is wrong with a value of a configuration, in the words of an error. */
export interface IssueText {
  /** Of the value; empty for the whole configuration. */
  readonly path: string;
  /** What the value must be. */
  readonly rule: string;
  /** The value, or `nothing`. */
  readonly got: string;
  /** Set where it is a key that is too much. */
  readonly unknown?: string;
  readonly hint: string;
}

const MOST_SHOWN = 60;

/** Puts what zod found into words. @param value The configuration that was parsed. */
export function describeIssue(tree: RuleTree, value: unknown, issue: z.core.$ZodIssue): IssueText {
  const keys = issue.path.map(String);
  const path = keys.join(".");
  if (issue.code === "unrecognized_keys") {
    const [unknown] = issue.keys;
    const near = nearPaths([...keys, unknown].join("."), settingPaths(tree, value));
    const names = keysOf(rulesAt(tree, value, keys), valueAt(value, keys));
    const rule = `one of ${names.join(", ")}${path === "" ? "" : ` in ${path}`}`;
    return { path, rule, got: JSON.stringify(unknown), unknown, hint: nameHint(near) };
  }
  const rules = rulesAt(tree, value, keys);
  const rule = rules.length > 0 ? describeRules(rules) : "another value";
  const own = issue.code === "custom" ? ` (${issue.message})` : "";
  return { path, rule: rule + own, got: shown(valueAt(value, keys)), hint: SETTINGS_HINT };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
