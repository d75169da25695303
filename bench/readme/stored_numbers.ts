import type { StoredResult } from "../store/bench_run.ts";
import type { StoredRun } from "../store/run_store.ts";

/**
 * The newest stored result of each name, as the README writes it: two digits, or all of those before the
 * point.
 */
export class StoredNumbers {
  readonly #newest = new Map<string, { result: StoredResult; source: StoredRun }>();
  readonly #used = new Set<StoredRun>();

  /** @param runs Oldest first. */
  constructor(runs: readonly StoredRun[]) {
    for (const source of runs) {
      for (const result of source.run.results) this.#newest.set(result.name, { result, source });
    }
  }

  /** The runs that numbers were taken from since the last call, oldest first. */
  takeSources(): StoredRun[] {
    const sources = [...this.#used].sort((a, b) => a.run.date < b.run.date ? -1 : 1);
    this.#used.clear();
    return sources;
  }

  /** A result's median. @throws {RangeError} If no run has it. */
  value(name: string): number {
    return this.#find(name).value;
  }

  /** Such as `2.5`; several names are separated by commas. */
  number(...names: string[]): string {
    return names.map((name) => numberText(this.#find(name).value)).join(", ");
  }

  /** With the unit of the last: `2.5 ms`, `0.71, 3.3 ms`; at least 1000 ms or kB in the next larger unit. */
  of(...names: string[]): string {
    const results = names.map((name) => this.#find(name));
    const { unit, value } = results[results.length - 1];
    const larger = results.length === 1 && value >= 1000 ? LARGER[unit] : undefined;
    if (larger) return `${numberText(value / 1000)} ${larger}`;
    return `${this.number(...names)} ${SHOWN[unit] ?? unit}`.trimEnd();
  }

  /** From the least to the greatest of all runs of some names: `95–101`. */
  range(...names: string[]): string {
    const all = names.map((name) => this.#find(name)).flatMap(({ value, best, worst }) => [
      value,
      best ?? value,
      worst ?? value,
    ]);
    const [least, greatest] = [Math.min(...all), Math.max(...all)].map(numberText);
    return least === greatest ? least : `${least}–${greatest}`;
  }

  #find(name: string): StoredResult {
    const found = this.#newest.get(name);
    if (!found) {
      throw new RangeError(
        `Cannot write README's tables: expected a stored result "${name}", got none: measure it ` +
          "with `deno task bench --save`",
      );
    }
    this.#used.add(found.source);
    return found.result;
  }
}

const LARGER: Readonly<Record<string, string>> = { ms: "s", us: "ms", kB: "MB" };
const SHOWN: Readonly<Record<string, string>> = { us: "µs" };

/** Two digits, or all of those before the point, with commas between thousands. */
function numberText(value: number): string {
  if (Math.abs(value) < 10) return String(Number(value.toPrecision(2)));
  return Math.round(value).toLocaleString("en-US");
}
