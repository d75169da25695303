/** Durations of the requests of one route. */
export interface Durations {
  /** Requests at most as long as each bound. */
  readonly within: number[];
  seconds: number;
  count: number;
}

/** What is counted from the start of a process on, whatever it serves meanwhile. Keys are labels. */
export class Counters {
  readonly requests = new Map<string, number>();
  readonly durations = new Map<string, Durations>();
  readonly images = new Map<string, number>();
  readonly reloads = new Map<string, number>();

  /** Counts bundles that were picked up while the server runs, or refused. */
  countReload(result: "served" | "refused"): void {
    const key = `{result="${result}"}`;
    this.reloads.set(key, (this.reloads.get(key) ?? 0) + 1);
  }
}
