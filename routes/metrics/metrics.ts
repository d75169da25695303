import { Counters, type Durations } from "./counters.ts";

/** Upper bounds of the duration histogram, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One answered request. */
export interface Answered {
  readonly method: string;
  /** The route's pattern, so that clients cannot create new series. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** A value read at each scrape. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  /** Default `gauge`. */
  readonly type?: "counter";
  read(): number;
}

/** Counts what the server does. Source of the text: Prometheus exposition format 0.0.4. */
export class Metrics {
  /** @param counters Those of the app that this one replaces, if any. */
  constructor(readonly gauges: readonly Gauge[], readonly counters: Counters = new Counters()) {}

  countRequest({ method, route, status, seconds }: Answered): void {
    add(this.counters.requests, labels({ method, route, status: String(status) }), 1);
    let durations = this.counters.durations.get(route);
    if (durations === undefined) {
      durations = { within: BOUNDS.map(() => 0), seconds: 0, count: 0 };
      this.counters.durations.set(route, durations);
    }
    BOUNDS.forEach((bound, i) => durations.within[i] += seconds <= bound ? 1 : 0);
    durations.seconds += seconds;
    durations.count++;
  }

  countImages(model: string, images: number): void {
    add(this.counters.images, labels({ model }), images);
  }

  /** All series as text. */
  toText(): string {
    const lines = [
      ...family("tessera_http_requests_total", "counter", "Answered requests."),
      ...series("tessera_http_requests_total", this.counters.requests),
      ...family("tessera_images_total", "counter", "Images requested and admitted."),
      ...series("tessera_images_total", this.counters.images),
      ...family("tessera_http_request_seconds", "histogram", "Time to a reply's headers."),
    ];
    for (const [route, durations] of this.counters.durations) {
      lines.push(...histogram(route, durations));
    }
    const { reloads } = this.counters;
    if (reloads.size > 0) {
      const name = "tessera_bundle_reloads_total";
      lines.push(
        ...family(
          name,
          "counter",
          "Bundles that came while the server ran, by what became of them.",
        ),
        ...series(name, reloads),
      );
    }
    for (const { name, help, type = "gauge", read } of this.gauges) {
      lines.push(...family(name, type, help), `${name} ${read()}`);
    }
    return lines.join("\n") + "\n";
  }
}

function histogram(route: string, { within, seconds, count }: Durations): string[] {
  const name = "tessera_http_request_seconds";
  const buckets = BOUNDS.map((bound, i) =>
    `${name}_bucket${labels({ route, le: String(bound) })} ${within[i]}`
  );
  return [
    ...buckets,
    `${name}_bucket${labels({ route, le: "+Inf" })} ${count}`,
    `${name}_sum${labels({ route })} ${seconds}`,
    `${name}_count${labels({ route })} ${count}`,
  ];
}

function family(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function series(name: string, counts: ReadonlyMap<string, number>): string[] {
  return [...counts].map(([key, count]) => `${name}${key} ${count}`);
}

function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => {
    const escaped = value.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n");
    return `${name}="${escaped}"`;
  });
  return `{${pairs.join(",")}}`;
}
