import { clientAddress } from "../client_address.ts";

/**
 * The client of a Worker's request: the address that Cloudflare's edge saw. Without an edge, as in
 * workerd by itself, it is the one that the runtime saw.
 */
export function clientOf(request: Request): string {
  const { cf } = request as Request & { readonly cf?: { readonly clientIp?: unknown } };
  const address = request.headers.get("cf-connecting-ip") ?? String(cf?.clientIp ?? "");
  return clientAddress(address, request.headers, 0);
}
