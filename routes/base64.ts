const CHUNK = 0x8000; // An argument list stays short.

/** Base64 with padding. Source: RFC 4648, 4. */
export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}
