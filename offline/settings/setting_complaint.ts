import type * as z from "zod";
import { describeIssue } from "./describe_issue.ts";
import type { Setting } from "./read_setting.ts";
import { type RuleTree, valueAt } from "./schema_walk.ts";
import { SettingError, SETTINGS_HINT } from "./setting_error.ts";

/**
 * The error of settings that make a configuration invalid, in terms of the setting that did it.
 * @param value The configuration that was parsed, with the settings in it.
 */
export function settingComplaint(
  tree: RuleTree,
  value: unknown,
  { issues, settings }: {
    issues: readonly z.core.$ZodIssue[];
    settings: readonly Setting[];
  },
): SettingError {
  const [issue] = issues;
  const { path, keys, text } = causeOf(issue.path.map(String), settings);
  const complaint = (rule: string, hint = SETTINGS_HINT) =>
    new SettingError(`Cannot set ${path}: expected ${rule}, got "${text}"`, hint);
  const found = describeIssue(tree, value, issue);
  if (found.path === path) return complaint(found.rule, found.hint);
  const within = keys.every((key, i) => String(issue.path[i]) === key);
  if (within) return complaint(`${found.path} to be ${found.rule}`, found.hint);
  const missing = issues.filter(({ path }) => valueAt(value, path.map(String)) === undefined)
    .map(({ path }) => path.join("."));
  if (missing.length > 0) {
    const flags = missing.map((it) => `--set ${it}=…`).join(" ");
    return complaint(`${missing.join(", ")} to be set as well`, `add ${flags}`);
  }
  return complaint(`${found.path || "the rest"} to stay valid (${issue.message})`);
}

/** The setting that an issue at a path comes from: the last of those with the longest path in common. */
function causeOf(path: readonly string[], settings: readonly Setting[]): Setting {
  const shared = ({ keys }: Setting) => {
    const differs = keys.findIndex((key, i) => key !== path[i]);
    return differs < 0 ? keys.length : differs;
  };
  return settings.reduce((best, next) => shared(next) >= shared(best) ? next : best);
}
