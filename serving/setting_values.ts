import * as z from "zod";

/** At most `requests` in every `seconds`. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** A key that a client may send as `Authorization: Bearer KEY`. */
export interface ApiKey {
  /** The client's name for rate limits; never logged. */
  readonly name: string;
  readonly key: string;
  /** Overrides RATE_LIMIT. */
  readonly rate?: Rate;
}

/** Where `/metrics` is served: with everything else, nowhere, or at a separate address. */
export type MetricsPlace = "public" | "off" | { readonly host: string; readonly port: number };

const MAX_REQUESTS = 1_000_000;
const MAX_SECONDS = 86_400;
const MAX_KEYS = 1000;
const LOOPBACK = "127.0.0.1";
/** A name, an IPv4 address, or an IPv6 address without brackets. */
export const HOST_PATTERN = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})$|^[0-9A-Fa-f:.]{2,45}$/;
/** `NAME:KEY@REQUESTS/SECONDS`; the key as in RFC 6750. */
const KEY_PATTERN =
  /^(?:(?<name>[A-Za-z0-9._-]{1,32}):)?(?<key>[A-Za-z0-9._~+/-]{1,256}={0,2})(?:@(?<rate>[^@]+))?$/;

/** Parses a whole number. */
export function wholeNumber(min: number, max: number) {
  return z.string().regex(/^\d{1,9}$/).transform(Number).pipe(z.int().min(min).max(max));
}

/** Parses a number with at most three decimals. */
export function decimal(min: number, max: number) {
  return z.string().regex(/^\d{1,9}(\.\d{1,3})?$/).transform(Number)
    .pipe(z.number().min(min).max(max));
}

/** Parses text with `read`, which gives undefined for invalid text. */
export function readAs<Value>(read: (text: string) => Value | undefined) {
  return z.string().max(512 * MAX_KEYS).transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue("not understood");
    return z.NEVER;
  });
}

/** `REQUESTS/SECONDS`. */
export function rateOf(text: string): Rate | undefined {
  const match = /^(\d{1,7})\/(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [requests, seconds] = [Number(match[1]), Number(match[2])];
  const fits = requests >= 1 && requests <= MAX_REQUESTS && seconds >= 1 && seconds <= MAX_SECONDS;
  return fits ? { requests, seconds } : undefined;
}

/** Seconds from 0.1 to 3600, with at most three decimals. */
export function secondsOf(text: string): number | undefined {
  const seconds = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : NaN;
  return seconds >= 0.1 && seconds <= 3600 ? seconds : undefined;
}

/** `public`, `off`, `PORT` on the loopback interface, or `HOST:PORT` (`[::1]:9090` for IPv6). */
export function metricsPlaceOf(text: string): MetricsPlace | undefined {
  if (text === "public" || text === "off") return text;
  const match = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [host, port] = [match[1] ?? match[2] ?? LOOPBACK, Number(match[3])];
  return port <= 65535 && HOST_PATTERN.test(host) ? { host, port } : undefined;
}

/** Comma-separated keys without duplicates, each `KEY` or `NAME:KEY`, optionally with `@REQUESTS/SECONDS`. */
export function apiKeysOf(text: string): readonly ApiKey[] | undefined {
  const entries = text.split(",").map((entry) => entry.trim());
  const keys: ApiKey[] = [];
  for (const [i, entry] of entries.entries()) {
    const { name = `key${i + 1}`, key, rate: limit } = KEY_PATTERN.exec(entry)?.groups ?? {};
    const rate = limit === undefined ? undefined : rateOf(limit);
    if (key === undefined || (limit !== undefined && rate === undefined)) return undefined;
    keys.push({ name, key, rate });
  }
  const distinct = (of: (key: ApiKey) => string) => new Set(keys.map(of)).size === keys.length;
  const fits = keys.length <= MAX_KEYS && distinct(({ name }) => name) &&
    distinct(({ key }) => key);
  return fits ? keys : undefined;
}
