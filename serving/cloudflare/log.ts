import { isLogged } from "../log_level.ts";
import type { Settings } from "../settings.ts";

/** A log line of a Worker. */
export interface WorkerLine {
  readonly level: string;
  readonly message: string;
}

/** Writes JSON lines to the Worker's logs, filtered by LOG_LEVEL. */
export function createLog(least: Settings["LOG_LEVEL"]): (line: WorkerLine) => void {
  return (line) => {
    if (!isLogged(line.level, least)) return;
    const write = line.level === "error" ? console.error : console.log;
    write(JSON.stringify({ time: new Date().toISOString(), ...line }));
  };
}
