import { clientAddress } from "../client_address.ts";

/**
 * The client of a Worker's request: the address seen by Cloudflare's edge, or by the runtime if there is no edge, as in
 * plain workerd.
 */
export function clientOf(request: Request): string {
  const { cf } = request as Request & { readonly cf?: { readonly clientIp?: unknown } };
  const address = request.headers.get("cf-connecting-ip") ?? String(cf?.clientIp ?? "");
  return clientAddress(address, request.headers, 0);
}
