import type { Bundle } from "../core/bundle/mod.ts";
import { createApp } from "../routes/app.ts";
import type { AppDeps, Readiness } from "../routes/deps.ts";
import type { RequestBindings } from "../routes/http/request_context.ts";
import { Counters } from "../routes/metrics/counters.ts";
import type { Task } from "../routes/inference.ts";
import { MAX_IMAGES } from "../routes/limits.ts";
import { monotonicClock } from "./monotonic_clock.ts";
import type { WorkQueue } from "./work_queue.ts";

/** What the application cannot make itself. */
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
  /** Id of a bundle; the first bundle where it is left out. */
  readonly defaultModel?: string;
  /** Where the work is done. */
  readonly queue: WorkQueue;
}

/** What keeps a Worker alive for work that goes on after its reply. */
export interface KeepAlive {
  waitUntil(work: Promise<unknown>): void;
}

/** What is served, which may change while the application runs. */
export type Served = Pick<ApplicationParts, "bundles" | "queue" | "files">;

/** What was served before a change: requests that came before it go on with it. */
export interface Retired {
  /** Whether it has nothing more to do. */
  isIdle(): boolean;
}

/** An app of one state, and the requests in it. */
interface Running extends Served, Retired {
  answer(request: Request, env: RequestBindings, context?: KeepAlive): Promise<Response>;
}

/** The API around bundles and a queue, and its state from start to stop. */
export class Application {
  /**
   * Answers a request. @param client Between whom the server is shared: the request's address.
   * @param context Where the runtime ends what it does not know of.
   */
  readonly fetch: (request: Request, client?: string, context?: KeepAlive) => Promise<Response>;
  /** What was counted since the start. */
  readonly counters = new Counters();
  #readiness: Readiness = "starting";
  readonly #parts: ApplicationParts;
  readonly #monotonic = monotonicClock();
  #current: Running;
  /** Served before, and not idle yet when that was last seen. */
  #retired: Running[] = [];

  /** @throws {RangeError} If the default model is none of the bundles. */
  constructor(parts: ApplicationParts) {
    this.#parts = parts;
    this.#current = this.#open(parts);
    this.fetch = (request, client, context) => this.#current.answer(request, { client }, context);
  }

  /** Answers what came to the port of `/metrics`. */
  fetchMetrics(request: Request): Promise<Response> {
    return this.#current.answer(request, { onMetricsPort: true });
  }

  /**
   * Serves something else from now on. Requests that have come go on with what was served before.
   *
   * @param served Its queue has opened its bundles, and is warm. @returns What was served before.
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
      models: bundles.map(({ manifest, version, codebook }) => ({ manifest, version, codebook })),
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

  /** Draws one image of each model wherever the queue draws, then calls itself ready. */
  async warm(): Promise<void> {
    await warmUp(this.#current.queue, this.samples());
    if (this.#readiness === "starting") this.#readiness = "ready";
  }

  /** One image of each model: what is drawn before a server calls itself ready. */
  samples(): Task[] {
    return samplesOf(this.#current.bundles);
  }

  /** Tells `/readyz` that it will stop, and still takes work. */
  becomeUnready(): void {
    this.#readiness = "stopping";
  }

  /** Refuses work from now on; what was let in goes on. */
  refuseWork(): void {
    this.becomeUnready();
    for (const { queue } of [this.#current, ...this.#retired]) queue.stop();
  }

  /** Whether it refuses work for good. */
  get isStopping(): boolean {
    return this.#readiness === "stopping";
  }

  /** Images that are still being made. */
  get load(): number {
    return [this.#current, ...this.#retired].reduce((sum, { queue }) => sum + queue.load, 0);
  }
}

/** Draws samples wherever a queue draws. */
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

/** One image of each model. */
export function samplesOf(bundles: readonly Bundle[]): Task[] {
  const settings = [{ seed: 0, temperature: 1, guidance: 1 }];
  return bundles.map(({ manifest: { id: model } }) => {
    return { kind: "draw", model, settings, reply: "png", scale: 1 };
  });
}

/** @throws {RangeError} If the wanted model is none of the bundles. */
function defaultOf(bundles: readonly Bundle[], wanted: string | undefined): string {
  const ids = bundles.map(({ manifest }) => manifest.id);
  const defaultModel = wanted ?? ids[0];
  if (ids.includes(defaultModel)) return defaultModel;
  throw new RangeError(
    `Cannot serve as DEFAULT_MODEL must be one of ${ids.join(", ")}: it is "${defaultModel}"`,
  );
}
