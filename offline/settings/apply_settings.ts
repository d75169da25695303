import type * as z from "zod";
import { describeRules } from "./describe_rule.ts";
import { nearPaths } from "./near_paths.ts";
import { replaceSetting } from "./replace_setting.ts";
import { readSetting, type Setting } from "./read_setting.ts";
import { valuesOfText } from "./read_text.ts";
import { keysOf, rulesAt, type RuleTree, ruleTree, settingPaths, valueAt } from "./schema_walk.ts";
import { settingComplaint } from "./setting_complaint.ts";
import { nameHint, SettingError, SETTINGS_HINT } from "./setting_error.ts";

/**
 * A configuration with other settings, each typed and bounded by the schema. They may stand in any order:
 * a setting that only one kind has (the decay of a codebook's average) may precede the choice of the kind.
 * @param config What the schema gives; it is not changed.
 * @param settings Such as `prior.layers=3`. Values are numbers, `true` or `false`, text, or JSON for lists
 * and objects.
 * @throws {SettingError} If a path is unknown or set twice, or a value breaks the schema's rule.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as z from "zod";
 *
 * const Config = z.strictObject({ prior: z.strictObject({ layers: z.int().min(1).max(64) }) });
 * assertEquals(applySettings(Config, { prior: { layers: 8 } }, ["prior.layers=3"]), {
 *   prior: { layers: 3 },
 * });
 * ```
 */
export function applySettings<T>(
  schema: z.ZodType<T>,
  config: NoInfer<T>,
  settings: readonly string[],
): T {
  const tree = ruleTree(schema);
  const read = settings.map(readSetting);
  const twice = read.find(({ path }, i) => read.findIndex((it) => it.path === path) < i);
  if (twice) throw new SettingError(`--set ${twice.path} was given twice`, SETTINGS_HINT);
  const value = placeAll(tree, config, read);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw settingComplaint(tree, value, { issues: parsed.error.issues, settings: read });
}

function placeAll(tree: RuleTree, config: unknown, settings: readonly Setting[]): unknown {
  let value = config;
  let left = settings;
  while (left.length > 0) {
    const later: Setting[] = [];
    for (const setting of left) {
      if (isKnown(tree, value, setting)) value = place(tree, value, setting);
      else later.push(setting);
    }
    if (later.length === left.length) throw unknownPath(tree, value, later[0]);
    left = later;
  }
  // Another setting may have chosen a kind that lacks this one.
  const gone = settings.find((it) => !isKnown(tree, value, it));
  if (gone) throw unknownPath(tree, value, gone);
  return value;
}

function isKnown(tree: RuleTree, config: unknown, { keys }: Setting): boolean {
  return rulesAt(tree, config, keys).length > 0;
}

function place(tree: RuleTree, config: unknown, { path, keys, text }: Setting): unknown {
  const rules = rulesAt(tree, config, keys);
  const placed = valuesOfText(text, rules).map((it) => replaceSetting(tree, config, keys, it));
  if (placed.length === 0) {
    const rule = describeRules(rules);
    throw new SettingError(`Cannot set ${path}: expected ${rule}, got "${text}"`, SETTINGS_HINT);
  }
  return placed.find((it) => fits(tree, it, keys)) ?? placed[0];
}

/** Whether nothing is wrong at a path or below. */
function fits({ schema }: RuleTree, config: unknown, keys: readonly string[]): boolean {
  const issues = schema.safeParse(config).error?.issues ?? [];
  return issues.every(({ path }) => keys.some((key, i) => String(path[i]) !== key));
}

function unknownPath(tree: RuleTree, config: unknown, { path, keys }: Setting): SettingError {
  const known = keys.findIndex((_, i) => rulesAt(tree, config, keys.slice(0, i + 1)).length === 0);
  const holder = keys.slice(0, known);
  const names = keysOf(rulesAt(tree, config, holder), valueAt(config, holder));
  const where = holder.length > 0 ? ` in ${holder.join(".")}` : "";
  const rule = names.length > 0 ? `one of ${names.join(", ")}` : "nothing";
  return new SettingError(
    `Cannot set ${path}: expected ${rule}${where}, got "${keys[known]}"`,
    nameHint(nearPaths(path, settingPaths(tree, config))),
  );
}
