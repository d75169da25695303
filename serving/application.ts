import type { Bundle } from "../core/bundle/mod.ts";
import { abilitiesOf } from "../generation/abilities.ts";
import { createApp } from "../routes/app.ts";
import type { AppDeps, Readiness } from "../routes/deps.ts";
import type { RequestBindings } from "../routes/http/request_context.ts";
import { Counters } from "../routes/metrics/counters.ts";
import type { Task } from "../routes/inference.ts";
import { MAX_IMAGES } from "../routes/limits.ts";
import type { ServedModel } from "../routes/served_model.ts";
import { monotonicClock } from "./monotonic_clock.ts";
import type { WorkQueue } from "./work_queue.ts";

/** What the runtime provides. */
export interface ApplicationParts extends
  Pick<
    AppDeps,
    | "files"
    | "log"
    | "droppedLogLines"
    | "residentBytes"
    | "bodyDeadlineMs"
    | "replies"
    | "rateLimit"
    | "access"
    | "basePath"
    | "metricsPlace"
  > {
  /** At least one. */
  readonly bundles: readonly Bundle[];
  /** Id of a bundle; default: the first. */
  readonly defaultModel?: string;
  /** Does the work. */
  readonly queue: WorkQueue;
}

/** Keeps a Worker alive for work after its reply. */
export interface KeepAlive {
  waitUntil(work: Promise<unknown>): void;
}

/** The bundles being served, which may change while the application runs. */
export type Served = Pick<ApplicationParts, "bundles" | "queue" | "files">;

/** Bundles served before a change; requests that arrived earlier still use them. */
export interface Retired {
  /** Whether its last request is done. */
  isIdle(): boolean;
}

/** An app for one set of bundles, with its open requests. */
interface Running extends Served, Retired {
  answer(request: Request, env: RequestBindings, context?: KeepAlive): Promise<Response>;
}

/** The API over bundles and a queue, and its state from start to stop. */
export class Application {
  /**
   * Answers a request. @param client Identifies the client for fair sharing, by default an address.
   * @param context For runtimes that end work they do not know about.
   */
  readonly fetch: (request: Request, client?: string, context?: KeepAlive) => Promise<Response>;
  /** Counters since the start. */
  readonly counters = new Counters();
  #readiness: Readiness = "starting";
  readonly #parts: ApplicationParts;
  readonly #monotonic = monotonicClock();
  #current: Running;
  /** Bundles served before, with requests still open when last checked. */
  #retired: Running[] = [];

  /** @throws {RangeError} If the default model is none of the bundles. */
  constructor(parts: ApplicationParts) {
    this.#parts = parts;
    this.#current = this.#open(parts);
    this.fetch = (request, client, context) => this.#current.answer(request, { client }, context);
  }

  /** Answers requests to the port of `/metrics`. */
  fetchMetrics(request: Request): Promise<Response> {
    return this.#current.answer(request, { onMetricsPort: true });
  }

  /**
   * Switches to other bundles. Requests that have already arrived keep the old ones.
   *
   * @param served Its queue has opened the bundles and is warm. @returns The old bundles.
   * @throws {RangeError} If the default model is none of the bundles; nothing has changed then.
   */
  swap(served: Served): Retired {
    const before = this.#current;
    this.#current = this.#open(served);
    this.#retired = [...this.#retired, before].filter((retired) => !retired.isIdle());
    return before;
  }

  #open({ bundles, queue, files }: Served): Running {
    const { bundles: _b, queue: _q, files: _f, defaultModel: wanted, ...outside } = this.#parts;
    const app = createApp({
      ...outside,
      files,
      models: bundles.map(servedModel),
      defaultModel: defaultOf(bundles, wanted),
      inference: queue,
      counters: this.counters,
      readiness: () => this.#readiness,
      now: () => Date.now(),
      monotonic: this.#monotonic,
      randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0],
    });
    let unanswered = 0;
    const answer: Running["answer"] = async (request, env, context) => {
      unanswered++;
      try {
        return await app.fetch(request, env, context as Parameters<typeof app.fetch>[2]);
      } finally {
        unanswered--;
      }
    };
    return { bundles, queue, files, answer, isIdle: () => unanswered === 0 && queue.load === 0 };
  }

  /** Draws an image of each model on every worker, then becomes ready. */
  async warm(): Promise<void> {
    await warmUp(this.#current.queue, this.samples());
    if (this.#readiness === "starting") this.#readiness = "ready";
  }

  /** Tasks that draw one image of each model, run before the server becomes ready. */
  samples(): Task[] {
    return samplesOf(this.#current.bundles);
  }

  /** Makes `/readyz` answer 503 while still accepting work. */
  becomeUnready(): void {
    this.#readiness = "stopping";
  }

  /** Refuses new work; admitted work continues. */
  refuseWork(): void {
    this.becomeUnready();
    for (const { queue } of [this.#current, ...this.#retired]) queue.stop();
  }

  /** Whether it has stopped accepting work. */
  get isStopping(): boolean {
    return this.#readiness === "stopping";
  }

  /** Images in progress. */
  get load(): number {
    return [this.#current, ...this.#retired].reduce((sum, { queue }) => sum + queue.load, 0);
  }
}

/** Runs sample tasks on every worker of a queue. */
export async function warmUp(queue: WorkQueue, samples: readonly Task[]): Promise<void> {
  const { width } = queue;
  const work = { client: "", images: width, codes: width * codesOfImage(queue), pixels: 0 };
  for (const task of samples) {
    const job = queue.open(work);
    try {
      await Promise.all(Array.from({ length: queue.width }, () => job.run(task)));
    } finally {
      job.close();
    }
  }
}

/** Of an image on the largest grid served. */
function codesOfImage({ codes }: WorkQueue): number {
  return Math.floor(codes.limit / (4 * MAX_IMAGES));
}

/** One image of each model: drawn, or decoded where it draws none. */
export function samplesOf(bundles: readonly Bundle[]): Task[] {
  const settings = [{ seed: 0, temperature: 1, guidance: 1 }];
  const reply = "png", scale = 1;
  return bundles.map(({ manifest: { id: model, draws, space } }): Task => {
    if (draws !== null) return { kind: "draw", model, settings, reply, scale };
    const count = space.height * space.width;
    const drawn = space.kind === "codes"
      ? new Uint32Array(count)
      : new Float32Array(space.channels * count);
    return { kind: "decode", model, drawn, reply, scale };
  });
}

function servedModel(bundle: Bundle): ServedModel {
  const { manifest, version, codebook } = bundle;
  return { manifest, version, codebook, abilities: abilitiesOf(bundle) };
}

/** @throws {RangeError} If the wanted model is none of the bundles. */
function defaultOf(bundles: readonly Bundle[], wanted: string | undefined): string {
  const ids = bundles.map(({ manifest }) => manifest.id);
  const defaultModel = wanted ?? ids[0];
  if (ids.includes(defaultModel)) return defaultModel;
  throw new RangeError(
    `Cannot serve: expected DEFAULT_MODEL to be one of ${ids.join(", ")}, got "${defaultModel}"`,
  );
}
