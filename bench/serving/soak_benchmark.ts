import type { Benchmark } from "../benchmark.ts";
import { median } from "../measure.ts";
import { type BenchResult, exactResult } from "../result.ts";
import { ServerProgram } from "./server_program.ts";
import { mixCapacity, soak, type SoakWindow } from "./soak.ts";
import { soakVerdict } from "./soak_verdict.ts";

const DEFAULT_SECONDS = 3600;
const WINDOWS = 60;
const CAPACITY_SECONDS = 10;
const LOAD = 0.5;
const MB = 1e6;
const NAME = "serve, soak at half load";

/** Half of what the server can answer, of every route, for an hour. Prints each window on stderr. */
export const SOAK: readonly Benchmark[] = [{
  name: NAME,
  long: true,
  run: async ({ seconds = DEFAULT_SECONDS }) => {
    const server = await ServerProgram.start();
    try {
      const capacity = await mixCapacity(server, Math.min(CAPACITY_SECONDS, seconds / 2));
      console.error(HEAD);
      const windows = await soak(server, {
        seconds,
        windowSeconds: Math.max(1, seconds / WINDOWS),
        rate: capacity * LOAD,
        onWindow: (window) => console.error(row(window)),
      });
      return results(capacity, windows);
    } finally {
      await server.end();
    }
  },
}];

function results(capacity: number, windows: readonly SoakWindow[]): BenchResult[] {
  const verdict = soakVerdict(windows);
  const { complaints } = verdict;
  console.error(complaints.length === 0 ? "verdict: flat" : `verdict: ${complaints.join("; ")}`);
  const of = (what: string, value: number, unit: string) =>
    exactResult(`${NAME}: ${what}`, value, unit);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const last = windows[windows.length - 1];
  return [
    of("capacity", capacity, "requests/s"),
    of("requests", sum(windows.map(({ sent }) => sent)), ""),
    of("requests without an answer", sum(windows.map(({ lost }) => lost)), ""),
    of("refused with 503 or 429", sum(windows.map(refused)), ""),
    of("time", last.end, "s"),
    of("resident memory, last window", last.residentBytes / MB, "MB"),
    of("growth of memory, first sixth aside", verdict.growth / MB, "MB"),
    of("range of memory, first sixth aside", verdict.range / MB, "MB"),
    of("descriptors, last window", last.descriptors, ""),
    of("range of descriptors, first sixth aside", verdict.descriptors, ""),
    of("median of the windows' p50", median(windows.map(({ p50 }) => p50)), "ms"),
    of("median of the windows' p99", median(windows.map(({ p99 }) => p99)), "ms"),
    of("p99, last quarter over first", verdict.p99Ratio, ""),
    of("processor time of the server", sum(windows.map(({ serverMs }) => serverMs)) / 1000, "s"),
    of("processor time of the sender", sum(windows.map(({ senderMs }) => senderMs)) / 1000, "s"),
    of("complaints, none where all is flat", complaints.length, ""),
  ];
}

const HEAD = "   time   requests    lost  refused   p50 ms   p99 ms  memory MB  descriptors";

function row(window: SoakWindow): string {
  const { end, sent, lost, p50, p99, residentBytes, descriptors } = window;
  return [
    `${end.toFixed(0)} s`.padStart(7),
    String(sent).padStart(11),
    String(lost).padStart(8),
    String(refused(window)).padStart(9),
    p50.toFixed(1).padStart(9),
    p99.toFixed(1).padStart(9),
    (residentBytes / MB).toFixed(1).padStart(11),
    String(descriptors).padStart(13),
  ].join("");
}

function refused({ statuses }: SoakWindow): number {
  return (statuses.get(503) ?? 0) + (statuses.get(429) ?? 0);
}
