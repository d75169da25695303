/** Upper bounds of the duration histogram, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Durations of the requests of one route. */
interface Durations {
  /** Requests at most as long as each bound. */
  readonly within: number[];
  seconds: number;
  count: number;
}

/** One answered request. */
export interface Answered {
  readonly method: string;
  /** The route's pattern, so that clients cannot make new series. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** A value that is read when it is asked for. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  /** Default `gauge`. */
  readonly type?: "counter";
  read(): number;
}

/** Counts what the server does. Source of the text: Prometheus exposition format 0.0.4. */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<string, Durations>();
  readonly #images = new Map<string, number>();

  constructor(readonly gauges: readonly Gauge[]) {}

  countRequest({ method, route, status, seconds }: Answered): void {
    add(this.#requests, labels({ method, route, status: String(status) }), 1);
    let durations = this.#durations.get(route);
    if (durations === undefined) {
      durations = { within: BOUNDS.map(() => 0), seconds: 0, count: 0 };
      this.#durations.set(route, durations);
    }
    BOUNDS.forEach((bound, i) => durations.within[i] += seconds <= bound ? 1 : 0);
    durations.seconds += seconds;
    durations.count++;
  }

  countImages(model: string, images: number): void {
    add(this.#images, labels({ model }), images);
  }

  /** All series as text. */
  toText(): string {
    const lines = [
      ...family("tessera_http_requests_total", "counter", "Answered requests."),
      ...series("tessera_http_requests_total", this.#requests),
      ...family("tessera_images_total", "counter", "Images that were asked for and let in."),
      ...series("tessera_images_total", this.#images),
      ...family("tessera_http_request_seconds", "histogram", "Time to a reply's headers."),
    ];
    for (const [route, durations] of this.#durations) lines.push(...histogram(route, durations));
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
