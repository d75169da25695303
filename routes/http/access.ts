/** The API keys of a server. */
export interface Access {
  /** Whether clients without a key may request work. */
  readonly anonymous: boolean;
  /** The name of a key; undefined if the key is unknown. */
  nameOf(key: string): Promise<string | undefined>;
}

/** The result of checking a request's key. */
export type KeyState = "valid" | "wrong" | "missing";

/** The client's name for a key with this name. */
export function clientOfKey(name: string): string {
  return `key:${name}`;
}

/** The key in `Authorization: Bearer KEY`; undefined without the header or with another scheme. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer(?: +(.*))?$/i.exec(authorization ?? "")?.slice(1).map((key) => key ?? "")[0];
}
