import { SettingError, SETTINGS_HINT } from "./setting_error.ts";

/** One `path=value` as a person writes it. */
export interface Setting {
  readonly path: string;
  readonly keys: readonly string[];
  readonly text: string;
}

/** Splits `prior.layers=3`. The value is everything after the first `=`. @throws {SettingError} */
export function readSetting(setting: string): Setting {
  const equals = setting.indexOf("=");
  const path = setting.slice(0, Math.max(0, equals));
  if (path !== "") return { path, keys: path.split("."), text: setting.slice(equals + 1) };
  throw new SettingError(`Cannot set "${setting}": expected PATH=VALUE`, SETTINGS_HINT);
}
