/** Durations of the requests of one route. */
export interface Durations {
  /** Requests no longer than each bound. */
  readonly within: number[];
  seconds: number;
  count: number;
}

/** Counts since the process started, kept when bundles are swapped. Keys are labels. */
export class Counters {
  readonly requests = new Map<string, number>();
  readonly durations = new Map<string, Durations>();
  readonly images = new Map<string, number>();
  readonly reloads = new Map<string, number>();

  /** Counts bundles loaded or refused while the server runs. */
  countReload(result: "served" | "refused"): void {
    const key = `{result="${result}"}`;
    this.reloads.set(key, (this.reloads.get(key) ?? 0) + 1);
  }
}
