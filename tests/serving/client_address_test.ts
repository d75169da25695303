import { assertEquals } from "@std/assert";
import { clientAddress } from "../../serving/client_address.ts";

function clientOf(remote: string, forwarded: string | undefined, proxies: number): string {
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  return clientAddress(remote, headers, proxies);
}

for (
  const [remote, forwarded, proxies, client] of [
    ["10.0.0.1", undefined, 0, "10.0.0.1"],
    ["10.0.0.1", "1.1.1.1", 0, "10.0.0.1"],
    ["10.0.0.1", "1.1.1.1", 1, "1.1.1.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1", 1, "1.1.1.1"],
    ["10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", 2, "1.1.1.1"],
    ["10.0.0.1", "1.1.1.1", 2, "1.1.1.1"],
    ["10.0.0.1", undefined, 1, "10.0.0.1"],
    ["10.0.0.1", " , ", 1, "10.0.0.1"],
    ["10.0.0.1", "1.1.1.1:4711", 1, "1.1.1.1"],
    ["::ffff:10.0.0.1", undefined, 0, "10.0.0.1"],
    ["2001:db8:1:2:3:4:5:6", undefined, 0, "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", undefined, 0, "2001:db8:1:2::/64"],
    ["2001:0db8:0001:2::9", undefined, 0, "2001:db8:1:2::/64"],
    ["::1", undefined, 0, "0:0:0:0::/64"],
    ["fe80::1%eth0", undefined, 0, "fe80:0:0:0::/64"],
    ["10.0.0.1", "[2001:db8::1]:443", 1, "2001:db8:0:0::/64"],
  ] as const
) {
  Deno.test(`clientAddress() of ${remote}, forwarded for ${forwarded}, ${proxies} proxies`, () => {
    assertEquals(clientOf(remote, forwarded, proxies), client);
  });
}
