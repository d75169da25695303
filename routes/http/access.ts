/** Who may ask for work. */
export interface Access {
  /** Whether a client without a key may. */
  readonly anonymous: boolean;
  /** The name of a key; undefined if there is no such key. */
  nameOf(key: string): Promise<string | undefined>;
}

/** What came of a request's key. */
export type KeyState = "valid" | "wrong" | "missing";

/** What a request's client is called where its key has this name. */
export function clientOfKey(name: string): string {
  return `key:${name}`;
}

/** The key of an `Authorization: Bearer KEY`; undefined for no header and for other schemes. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer(?: +(.*))?$/i.exec(authorization ?? "")?.slice(1).map((key) => key ?? "")[0];
}
