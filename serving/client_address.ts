/** What of an IPv6 address tells one client from another: a provider gives each a /64 or more. */
const CLIENT_GROUPS = 4;

/**
 * The client that a request counts for: its address, of IPv6 the /64 prefix. Behind trusted proxies it
 * is the one that the outermost of them saw, from `X-Forwarded-For`, to which each proxy appends the
 * address that it saw itself; what stands before was sent by the client and is not believed.
 *
 * @param remote The address that the connection comes from.
 * @param proxies How many trusted proxies a request passes before it arrives.
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
