/** A PNG in reply to `POST` or an unseeded request, which must not be cached. */
export function pngReply(png: Uint8Array, headers: Record<string, string> = {}): Response {
  return new Response(png as Uint8Array<ArrayBuffer>, {
    headers: { "content-type": "image/png", vary: "accept", ...headers },
  });
}
