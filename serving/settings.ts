import type * as z from "zod";
import { SettingsSchema, settingText } from "./settings_schema.ts";

/** The settings of a server, each in its range. */
export type Settings = z.output<typeof SettingsSchema>;

/** The name of a setting: of its environment variable, and of its binding on Workers. */
export type SettingName = keyof Settings;

/** Every setting, in the order of the help. */
export const SETTING_NAMES = Object.keys(SettingsSchema.in.shape) as readonly SettingName[];

/** A setting whose value breaks its rule. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  /** @param given The variable or flag, as a person types it. @param rule Default the setting's own. */
  constructor(
    readonly setting: SettingName,
    given: string,
    value: unknown,
    rule: string = settingText(setting).rule,
  ) {
    const { secret } = settingText(setting);
    const state = secret ? "a value that breaks it" : JSON.stringify(String(value).slice(0, 200));
    super(`Cannot use ${given}: expected ${rule}, got ${state}`);
  }
}

/**
 * Reads the settings of a server. Variables that are no settings are ignored, empty ones count as not set.
 *
 * @param env Environment variables, or a Worker's bindings. @param flags Values that go before them.
 * @throws {SettingsError} At the first value that breaks its rule.
 */
export function readSettings(
  env: Readonly<Record<string, unknown>>,
  flags: { readonly [Name in SettingName]?: string } = {},
): Settings {
  const given = (name: SettingName) => flags[name] ?? textOf(env[name]);
  const values = Object.fromEntries(SETTING_NAMES.map((name) => [name, given(name)]));
  const parsed = SettingsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0].path[0] as SettingName;
  throw new SettingsError(name, flags[name] === undefined ? name : flagOf(name), given(name));
}

/** The flag of a setting: `--watch-models` of WATCH_MODELS. */
export function flagOf(name: SettingName): string {
  return `--${name.toLowerCase().replaceAll("_", "-")}`;
}

/** A binding may be a number. */
function textOf(value: unknown): unknown {
  if (value === "") return undefined;
  return typeof value === "number" ? String(value) : value;
}
