/** The address that the server's routes are below, without a slash at its end: a page lies there. */
export function serverAddress(): string {
  return new URL(".", location.href).href.slice(0, -1);
}
