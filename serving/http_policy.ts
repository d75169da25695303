import type { AppDeps } from "../routes/deps.ts";
import type { RateLimit } from "../routes/http/rate_limit.ts";
import { accessOf, keyedRateLimit } from "./api_access.ts";
import type { Settings } from "./settings.ts";

/**
 * The parts of the settings that concern requests, in every runtime.
 *
 * @param others Limits clients without a limit of their key.
 */
export function httpPolicy(
  settings: Settings,
  others: RateLimit | undefined,
): Pick<AppDeps, "access" | "basePath" | "metricsPlace" | "rateLimit"> {
  const { METRICS, BASE_PATH } = settings;
  return {
    access: accessOf(settings),
    basePath: BASE_PATH,
    metricsPlace: typeof METRICS === "object" ? "private" : METRICS,
    rateLimit: keyedRateLimit(settings, others),
  };
}
