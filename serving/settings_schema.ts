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
    help: "port to listen on; 0 takes a free one",
    value: "PORT",
  }),
  HOST: z.string().regex(HOST_PATTERN).prefault("127.0.0.1").register(texts, {
    rule: "a host name or an IP address without brackets",
    help: "address to listen on; 0.0.0.0 or :: is every one of this machine",
    value: "HOST",
  }),
  MODELS: z.string().max(4096).optional().register(texts, {
    rule: "a path of at most 4096 characters",
    help: "folder whose folders are bundles",
    value: "DIR",
    default: "static/models",
  }),
  DEFAULT_MODEL: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/).optional().register(texts, {
    rule: "the id of a model",
    help: "model of requests that name none",
    value: "ID",
    default: "the first by id",
  }),
  BASE_PATH: z.string().max(128).regex(/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)*$/).prefault("")
    .register(texts, {
      rule: "empty or a path such as /a/b, without a slash at its end",
      help: "path under which everything is served, as behind a proxy that shares its host",
      value: "/PATH",
      default: "none",
    }),
  LOG_LEVEL: z.enum(["off", "error", "warn", "info"]).prefault("info").register(texts, {
    rule: "off, error, warn or info",
    help: "least serious lines that are logged; info has one a request",
    value: "LEVEL",
  }),
  API_KEYS: readAs(apiKeysOf).optional().register(texts, {
    rule: "different keys between commas, each KEY, NAME:KEY or NAME:KEY@REQUESTS/SECONDS",
    help:
      "keys that clients send as `Authorization: Bearer KEY`, each with a rate limit of its own",
    value: "KEYS",
    default: "none",
    secret: true,
  }),
  ANONYMOUS: z.enum(["allow", "refuse"]).optional().register(texts, {
    rule: "allow or refuse",
    help: "work for clients without a key",
    value: "CHOICE",
    default: "refuse with API_KEYS, else allow",
  }),
  METRICS: readAs(metricsPlaceOf).prefault("public").register(texts, {
    rule: "public, off, PORT or HOST:PORT",
    help: "where /metrics is answered: with all else, nowhere, or only at an address of its own",
    value: "PLACE",
  }),
  TRUSTED_PROXIES: wholeNumber(0, 8).prefault("0").register(texts, {
    rule: "a whole number from 0 to 8",
    help: "proxies before this server, whose X-Forwarded-For says which client asks",
    value: "HOPS",
  }),
  RATE_LIMIT: readAs((text) => text === "off" ? null : rateOf(text)).prefault("off")
    .register(texts, {
      rule: "off or REQUESTS/SECONDS, such as 100/10 (up to 1000000/86400)",
      help: "requests for work that one client may make in so many seconds",
      value: "RATE",
    }),
  DRAIN_SECONDS: decimal(0, 60).prefault("0").register(texts, {
    rule: "a number from 0 to 60",
    help: "how long a stopping server takes work while /readyz answers 503",
    value: "SECONDS",
  }),
  GRACE_SECONDS: decimal(0, 300).prefault("10").register(texts, {
    rule: "a number from 0 to 300",
    help: "how long work goes on after that before it is cut off",
    default: "10, under `deno serve` 4.5",
    value: "SECONDS",
  }),
  WATCH_MODELS: readAs((text) => text === "off" ? null : secondsOf(text)).prefault("off")
    .register(texts, {
      rule: "off or a number from 0.1 to 3600",
      help: "seconds between looks for bundles that were added, replaced or removed",
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
