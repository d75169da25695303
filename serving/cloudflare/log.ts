/** Writes one JSON line to where a Worker's logs go. */
export function logLine(line: { readonly level: string; readonly message: string }): void {
  const write = line.level === "error" ? console.error : console.log;
  write(JSON.stringify({ time: new Date().toISOString(), ...line }));
}
