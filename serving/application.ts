import type { Bundle } from "../core/bundle/mod.ts";
import { createApp } from "../routes/app.ts";
import type { AppDeps, Readiness } from "../routes/deps.ts";
import type { Task } from "../routes/inference.ts";
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

/** The API around bundles and a queue, and its state from start to stop. */
export class Application {
  /** Answers a request. @param context Where the runtime ends what it does not know of. */
  readonly fetch: (request: Request, context?: KeepAlive) => Response | Promise<Response>;
  #readiness: Readiness = "starting";
  readonly #parts: ApplicationParts;

  /** @throws {RangeError} If the default model is none of the bundles. */
  constructor(parts: ApplicationParts) {
    const { bundles, queue, defaultModel: wanted, ...outside } = parts;
    const ids = bundles.map(({ manifest }) => manifest.id);
    const defaultModel = wanted ?? ids[0];
    if (!ids.includes(defaultModel)) {
      throw new RangeError(
        `Cannot serve as DEFAULT_MODEL must be one of ${ids.join(", ")}: it is "${defaultModel}"`,
      );
    }
    this.#parts = parts;
    const app = createApp({
      ...outside,
      models: bundles.map(({ manifest, version, codebook }) => ({ manifest, version, codebook })),
      defaultModel,
      inference: queue,
      readiness: () => this.#readiness,
      now: () => Date.now(),
      monotonic: monotonicClock(),
      randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0],
    });
    this.fetch = (request, context) => {
      return app.fetch(request, {}, context as Parameters<typeof app.fetch>[2]);
    };
  }

  /** Draws one image of each model wherever the queue draws, then calls itself ready. */
  async warm(): Promise<void> {
    const { queue } = this.#parts;
    for (const task of this.samples()) {
      const job = queue.open(queue.width);
      try {
        await Promise.all(Array.from({ length: queue.width }, () => job.run(task)));
      } finally {
        job.close();
      }
    }
    if (this.#readiness === "starting") this.#readiness = "ready";
  }

  /** One image of each model: what is drawn before a server calls itself ready. */
  samples(): Task[] {
    const settings = [{ seed: 0, temperature: 1, guidance: 1 }];
    return this.#parts.bundles.map(({ manifest: { id: model } }) => {
      return { kind: "draw", model, settings, reply: "png", scale: 1 };
    });
  }

  /** Refuses work from now on; what was let in goes on. */
  refuseWork(): void {
    this.#readiness = "stopping";
    this.#parts.queue.stop();
  }

  /** Images that are still being made. */
  get load(): number {
    return this.#parts.queue.load;
  }
}
