import { isLogged } from "../log_level.ts";
import type { Settings } from "../settings.ts";
import { LineWriter } from "./line_writer.ts";

/** How long the process may wait at its end for a reader of its output. */
const FLUSH_MS = 1000;

const log = new LineWriter(Deno.stderr, { togetherMs: 20 });
const output = new LineWriter(Deno.stdout, { togetherMs: 0 });
let least: Settings["LOG_LEVEL"] = "info";

/** Sets the least serious level to log. */
export function setLogLevel(level: Settings["LOG_LEVEL"]): void {
  least = level;
}

/** Writes a JSON line to stderr in the background; it is dropped if stderr blocks. */
export function logLine(line: { readonly level: string; readonly message: string }): void {
  if (!isLogged(line.level, least)) return;
  log.add(JSON.stringify({ time: new Date().toISOString(), ...line }));
}

/** Log lines dropped since the start. */
export function droppedLogLines(): number {
  return log.dropped;
}

/** Writes a line to stdout in the background, ignoring failures. */
export function announce(line: string): void {
  output.add(line);
}

/** Waits at most a second until all lines are written. Call it before the process ends. */
export async function flushLog(): Promise<void> {
  await Promise.all([log.flush(FLUSH_MS), output.flush(FLUSH_MS)]);
}
