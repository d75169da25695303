import { isLogged } from "../log_level.ts";
import type { Settings } from "../settings.ts";

/** What a Worker logs. */
export interface WorkerLine {
  readonly level: string;
  readonly message: string;
}

/** Writes JSON lines to where a Worker's logs go, those that LOG_LEVEL lets through. */
export function createLog(least: Settings["LOG_LEVEL"]): (line: WorkerLine) => void {
  return (line) => {
    if (!isLogged(line.level, least)) return;
    const write = line.level === "error" ? console.error : console.log;
    write(JSON.stringify({ time: new Date().toISOString(), ...line }));
  };
}
