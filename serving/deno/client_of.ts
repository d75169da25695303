import { clientAddress } from "../client_address.ts";

/** The client of a request: its remote address, or the one named by trusted proxies. */
export function clientOf(
  request: Request,
  { remoteAddr }: Deno.ServeHandlerInfo,
  { TRUSTED_PROXIES }: { readonly TRUSTED_PROXIES: number },
): string {
  const remote = "hostname" in remoteAddr ? remoteAddr.hostname : remoteAddr.transport;
  return clientAddress(remote, request.headers, TRUSTED_PROXIES);
}
