import { readSettings, type Settings, SettingsError } from "../settings.ts";

/**
 * The settings in a Worker's bindings. A Worker cannot listen on another address, so `/metrics` is public or off.
 *
 * @throws {SettingsError} If a value breaks its rule.
 */
export function workerSettings(bindings: Readonly<Record<string, unknown>>): Settings {
  const settings = readSettings(bindings);
  if (typeof settings.METRICS !== "object") return settings;
  throw new SettingsError("METRICS", "METRICS", bindings.METRICS, "public or off on Workers");
}
