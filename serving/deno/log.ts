import { isLogged } from "../log_level.ts";
import type { Settings } from "../settings.ts";
import { LineWriter } from "./line_writer.ts";

/** How long the end of the process may wait for a reader of its output. */
const FLUSH_MS = 1000;

const log = new LineWriter(Deno.stderr, { togetherMs: 20 });
const output = new LineWriter(Deno.stdout, { togetherMs: 0 });
let least: Settings["LOG_LEVEL"] = "info";

/** Leaves out what is less serious from now on. */
export function setLogLevel(level: Settings["LOG_LEVEL"]): void {
  least = level;
}

/** Writes one JSON line to stderr, in the background; it is dropped where stderr takes no more. */
export function logLine(line: { readonly level: string; readonly message: string }): void {
  if (!isLogged(line.level, least)) return;
  log.add(JSON.stringify({ time: new Date().toISOString(), ...line }));
}

/** Log lines that were dropped since the start. */
export function droppedLogLines(): number {
  return log.dropped;
}

/** Writes one line to stdout, in the background; a stdout that takes none does not matter. */
export function announce(line: string): void {
  output.add(line);
}

/** Waits, a second at most, until what was logged is written. Call it before the process ends. */
export async function flushLog(): Promise<void> {
  await Promise.all([log.flush(FLUSH_MS), output.flush(FLUSH_MS)]);
}
