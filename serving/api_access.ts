import { type Access, clientOfKey } from "../routes/http/access.ts";
import type { RateLimit } from "../routes/http/rate_limit.ts";
import { ClientRateLimit } from "./client_rate_limit.ts";
import type { ApiKey } from "./setting_values.ts";
import type { Settings } from "./settings.ts";

/** The server's API keys; undefined if every client may request work. */
export function accessOf({ API_KEYS = [], ANONYMOUS }: Settings): Access | undefined {
  const anonymous = ANONYMOUS === "allow";
  if (API_KEYS.length === 0 && anonymous) return undefined;
  return { anonymous, nameOf: keyFinder(API_KEYS) };
}

/**
 * Finds a key's name. Always compares the digests of all keys, so that its duration reveals nothing about them.
 */
function keyFinder(keys: readonly ApiKey[]): Access["nameOf"] {
  let known: Promise<Uint8Array[]> | undefined; // Workers may hash only during a request.
  return async (key) => {
    known ??= Promise.all(keys.map(({ key }) => digestOf(key)));
    const given = await digestOf(key);
    let found: string | undefined;
    for (const [i, digest] of (await known).entries()) {
      let difference = 0;
      for (let j = 0; j < digest.length; j++) difference |= digest[j] ^ given[j];
      found = difference === 0 ? keys[i].name : found;
    }
    return found;
  };
}

async function digestOf(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Rate limits per key; `others` applies to clients without one. */
export function keyedRateLimit(
  { API_KEYS = [] }: Settings,
  others: RateLimit | undefined,
): RateLimit | undefined {
  const own = new Map<string, RateLimit>();
  for (const { name, rate } of API_KEYS) {
    if (rate !== undefined) own.set(clientOfKey(name), new ClientRateLimit(rate));
  }
  if (own.size === 0) return others;
  return { count: (client) => (own.get(client) ?? others)?.count(client) ?? Promise.resolve(0) };
}
