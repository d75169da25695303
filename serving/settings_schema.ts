import * as z from "zod";
import {
  apiKeysOf,
  decimal,
  HOST_PATTERN,
  metricsPlaceOf,
  rateOf,
  readAs,
  secondsOf,
  wholeNumber,
} from "./setting_values.ts";

/** What `--help` says about a setting, and what a refusal of its value says. */
export interface SettingText {
  /** What a value must be. */
  readonly rule: string;
  readonly help: string;
  /** Where it is not the value that the schema falls back to. */
  readonly default?: string;
  /** Stands for the value in the help. */
  readonly value: string;
  /** What its flag means without a value. */
  readonly bare?: string;
  /** Never written anywhere, and not a flag, which other users of the machine can read. */
  readonly secret?: boolean;
}

const texts = z.registry<SettingText>();

/** Every setting of the server, by its environment variable (on Workers: its binding). */
export const SettingsSchema = z.object({
  PORT: wholeNumber(0, 65535).prefault("8000").register(texts, {
    rule: "a whole number from 0 to 65535",
    help: "port to listen on; 0 picks a free one",
    value: "PORT",
  }),
  HOST: z.string().regex(HOST_PATTERN).prefault("127.0.0.1").register(texts, {
    rule: "a host name or an IP address without brackets",
    help: "address to listen on; 0.0.0.0 or :: for all of this machine",
    value: "HOST",
  }),
  MODELS: z.string().max(4096).optional().register(texts, {
    rule: "a path of at most 4096 characters",
    help: "folder of bundles",
    value: "DIR",
    default: "static/models",
  }),
  DEFAULT_MODEL: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/).optional().register(texts, {
    rule: "the id of a model",
    help: "model for requests that name none",
    value: "ID",
    default: "the first by id",
  }),
  BASE_PATH: z.string().max(128).regex(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)*$/).prefault("")
    .register(texts, {
      rule: "empty or a path such as /a/b, without a slash at its end",
      help: "path prefix of everything, for a proxy with other services on the same host",
      value: "/PATH",
      default: "none",
    }),
  LOG_LEVEL: z.enum(["off", "error", "warn", "info"]).prefault("info").register(texts, {
    rule: "off, error, warn or info",
    help: "least serious level to log; info logs every request",
    value: "LEVEL",
  }),
  API_KEYS: readAs(apiKeysOf).optional().register(texts, {
    rule: "different keys between commas, each KEY, NAME:KEY or NAME:KEY@REQUESTS/SECONDS",
    help: "keys that clients send as `Authorization: Bearer KEY`, each with an optional rate limit",
    value: "KEYS",
    default: "none",
    secret: true,
  }),
  ANONYMOUS: z.enum(["allow", "refuse"]).optional().register(texts, {
    rule: "allow or refuse",
    help: "whether clients without a key may request work",
    value: "CHOICE",
    default: "refuse with API_KEYS, else allow",
  }),
  METRICS: readAs(metricsPlaceOf).prefault("public").register(texts, {
    rule: "public, off, PORT or HOST:PORT",
    help: "where /metrics is served: with everything else, nowhere, or only at a separate address",
    value: "PLACE",
  }),
  TRUSTED_PROXIES: wholeNumber(0, 8).prefault("0").register(texts, {
    rule: "a whole number from 0 to 8",
    help: "number of proxies in front of this server whose X-Forwarded-For is trusted",
    value: "HOPS",
  }),
  RATE_LIMIT: readAs((text) => text === "off" ? null : rateOf(text)).prefault("off")
    .register(texts, {
      rule: "off or REQUESTS/SECONDS, such as 100/10 (up to 1000000/86400)",
      help: "requests for work per client, per number of seconds",
      value: "RATE",
    }),
  DRAIN_SECONDS: decimal(0, 60).prefault("0").register(texts, {
    rule: "a number from 0 to 60",
    help: "how long a stopping server accepts work while /readyz answers 503",
    value: "SECONDS",
  }),
  GRACE_SECONDS: decimal(0, 300).prefault("10").register(texts, {
    rule: "a number from 0 to 300",
    help: "how long work may continue after that before it is cut off",
    default: "10, under `deno serve` 4.5",
    value: "SECONDS",
  }),
  WATCH_MODELS: readAs((text) => text === "off" ? null : secondsOf(text)).prefault("off")
    .register(texts, {
      rule: "off or a number from 0.1 to 3600",
      help: "seconds between checks for added, replaced or removed bundles",
      value: "SECONDS",
      bare: "2",
    }),
}).transform((settings) => ({
  ...settings,
  /** Whether work needs a key. */
  ANONYMOUS: settings.ANONYMOUS ?? (settings.API_KEYS ? "refuse" as const : "allow" as const),
}));

/** What a person reads about a setting. */
export function settingText(name: keyof typeof SettingsSchema.in.shape): SettingText {
  const schema = SettingsSchema.in.shape[name];
  const fallback = schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined;
  return { default: fallback, ...texts.get(schema)! };
}
