import type { Command, Variable } from "../../cli/command.ts";
import { UsageError } from "../../cli/errors.ts";
import type { Flag, Flags } from "../../cli/flags.ts";
import { flagOf, readSettings, SETTING_NAMES, type Settings, SettingsError } from "../settings.ts";
import { settingText } from "../settings_schema.ts";

/** `deno task start`; `main.ts` takes the same flags, one for each setting except secrets. */
export const START: Command<Flags> = {
  task: "start",
  summary: "Serves every bundle of a folder over HTTP.",
  flags: Object.fromEntries(
    SETTING_NAMES.filter((name) => !settingText(name).secret).map((name): [string, Flag] => {
      const { value, bare } = settingText(name);
      return [flagOf(name).slice(2), { type: "string", value, bare, help: `overrides ${name}` }];
    }),
  ),
  variables: SETTING_NAMES.map((name): Variable => {
    const { help, rule, default: fallback } = settingText(name);
    return { name, help: `${help}: ${rule} (default ${fallback})` };
  }),
};

/**
 * The settings of this process, from flags and then from its environment.
 *
 * @param values Of {@link START}'s flags. @param defaults For settings not given.
 * @throws {UsageError} If a value breaks its rule.
 */
export function startSettings(
  values: Readonly<Record<string, unknown>> = {},
  defaults: Readonly<Record<string, string>> = {},
): Settings {
  const env = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, Deno.env.get(name) || defaults[name]]),
  );
  const flags = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, values[flagOf(name).slice(2)] as string | undefined]),
  );
  try {
    return readSettings(env, flags);
  } catch (error) {
    throw error instanceof SettingsError ? new UsageError(error.message) : error;
  }
}
