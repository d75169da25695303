import type { Settings } from "./settings.ts";

const SERIOUSNESS: Readonly<Record<string, number>> = { off: 3, error: 2, warn: 1, info: 0 };

/** Whether a line of this level is logged if LOG_LEVEL is `least`. */
export function isLogged(level: string, least: Settings["LOG_LEVEL"]): boolean {
  return SERIOUSNESS[level] >= SERIOUSNESS[least];
}
