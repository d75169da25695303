import { clientAddress } from "../client_address.ts";

/** The client of a request: the address that it comes from, or the one that trusted proxies name. */
export function clientOf(
  request: Request,
  { remoteAddr }: Deno.ServeHandlerInfo,
  { TRUSTED_PROXIES }: { readonly TRUSTED_PROXIES: number },
): string {
  const remote = "hostname" in remoteAddr ? remoteAddr.hostname : remoteAddr.transport;
  return clientAddress(remote, request.headers, TRUSTED_PROXIES);
}
