const FLUSH_MS = 20;
const encoder = new TextEncoder();
let waiting = "";

/**
 * Writes one JSON line to stderr, soon: lines that come together are written together, so that a
 * refused request costs next to nothing.
 */
export function logLine(line: { readonly level: string; readonly message: string }): void {
  if (waiting === "") setTimeout(flushLog, FLUSH_MS);
  waiting += `${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`;
}

/** Writes what waits. Call it before the process ends. */
export function flushLog(): void {
  let bytes = encoder.encode(waiting);
  waiting = "";
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stderr.writeSync(bytes));
}
