/** A PNG as a reply of `POST` or of an unseeded request, which nobody may keep. */
export function pngReply(png: Uint8Array, headers: Record<string, string> = {}): Response {
  return new Response(png as Uint8Array<ArrayBuffer>, {
    headers: { "content-type": "image/png", vary: "accept", ...headers },
  });
}
