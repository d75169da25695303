import { readSettings, type Settings, SettingsError } from "../settings.ts";

/**
 * The settings among a Worker's bindings. A Worker opens no address of its own, so `/metrics` is public or off.
 *
 * @throws {SettingsError} If a value breaks its rule.
 */
export function workerSettings(bindings: Readonly<Record<string, unknown>>): Settings {
  const settings = readSettings(bindings);
  if (typeof settings.METRICS !== "object") return settings;
  throw new SettingsError("METRICS", "METRICS", bindings.METRICS, "public or off on Workers");
}
