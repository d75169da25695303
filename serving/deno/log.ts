/** Writes one JSON line to stderr. */
export function logLine(line: { readonly level: string; readonly message: string }): void {
  console.error(JSON.stringify({ time: new Date().toISOString(), ...line }));
}
