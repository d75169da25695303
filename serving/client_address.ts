/** Identifying part of an IPv6 address: providers give each client a /64 or more. */
const CLIENT_GROUPS = 4;

/**
 * The client's address, for IPv6 its /64 prefix. Behind trusted proxies it is the address that the outermost one saw:
 * each appends the address of its peer to `X-Forwarded-For`, and anything before that was sent by the client and is
 * ignored.
 *
 * @param remote The connection's remote address.
 * @param proxies Number of trusted proxies in front of the server.
 */
export function clientAddress(remote: string, headers: Headers, proxies: number): string {
  if (proxies === 0) return clientPart(remote);
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",")
    .map((part) => part.trim()).filter((part) => part !== "");
  return clientPart(forwarded.slice(-proxies)[0] ?? remote);
}

function clientPart(address: string): string {
  const bare = withoutPort(address.slice(0, 64).toLowerCase());
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  if (mapped !== null) return mapped[1];
  return bare.includes(":") ? prefixOf(bare) : bare;
}

/** `[::1]:80`, `[::1]` and `1.2.3.4:80` as the address alone. */
function withoutPort(address: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(address);
  if (bracketed !== null) return bracketed[1];
  return address.replace(/^([^:]+):\d+$/, "$1");
}

function prefixOf(address: string): string {
  const [head, tail] = address.replace(/%.*$/, "").split("::");
  const before = head.split(":").filter((group) => group !== "");
  const after = (tail ?? "").split(":").filter((group) => group !== "");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill("0"), ...after].slice(0, CLIENT_GROUPS);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, "")).join(":")}::/64`;
}
