import type { Bundle } from "../core/bundle/mod.ts";
import { createApp } from "../routes/app.ts";
import type { AppDeps, Readiness } from "../routes/deps.ts";
import type { Task } from "../routes/inference.ts";
import { BoundedQueue, type Lane } from "./bounded_queue.ts";

/** The most images let in and not yet done: two full batches. */
const MAX_WAITING_IMAGES = 128;

/** What the application cannot make itself. */
export interface ApplicationParts
  extends Pick<AppDeps, "files" | "log" | "residentBytes" | "bodyDeadlineMs"> {
  /** At least one. */
  readonly bundles: readonly Bundle[];
  /** Id of a bundle; the first bundle where it is left out. */
  readonly defaultModel?: string;
  /** Where the work is done, one task at a time each. */
  readonly lanes: readonly Lane[];
}

/** The API around bundles and lanes, and its state from start to stop. */
export class Application {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  #readiness: Readiness = "starting";
  readonly #queue: BoundedQueue;
  readonly #parts: ApplicationParts;

  /** @throws {RangeError} If the default model is none of the bundles. */
  constructor(parts: ApplicationParts) {
    const { bundles, files, log, residentBytes, bodyDeadlineMs } = parts;
    const ids = bundles.map(({ manifest }) => manifest.id);
    const defaultModel = parts.defaultModel ?? ids[0];
    if (!ids.includes(defaultModel)) {
      throw new RangeError(
        `Cannot serve as DEFAULT_MODEL must be one of ${ids.join(", ")}: it is "${defaultModel}"`,
      );
    }
    this.#parts = parts;
    this.#queue = new BoundedQueue(parts.lanes, MAX_WAITING_IMAGES);
    const app = createApp({
      models: bundles.map(({ manifest, version, codebook }) => ({ manifest, version, codebook })),
      defaultModel,
      inference: this.#queue,
      files,
      readiness: () => this.#readiness,
      log,
      now: () => Date.now(),
      randomSeed: () => crypto.getRandomValues(new Uint32Array(1))[0],
      residentBytes,
      bodyDeadlineMs,
    });
    this.fetch = (request) => app.fetch(request);
  }

  /** Draws one image of each model on each lane, then calls itself ready. */
  async warm(): Promise<void> {
    const { lanes } = this.#parts;
    for (const task of this.#samples()) {
      const job = this.#queue.open(lanes.length);
      try {
        await Promise.all(lanes.map(() => job.run(task)));
      } finally {
        job.close();
      }
    }
    if (this.#readiness === "starting") this.#readiness = "ready";
  }

  /** Has a further lane draw one image of each model, then gives it work. */
  async addLane(lane: Lane): Promise<void> {
    for (const task of this.#samples()) await lane.run(task);
    this.#queue.add(lane);
  }

  #samples(): Task[] {
    const settings = [{ seed: 0, temperature: 1, guidance: 1 }];
    return this.#parts.bundles.map(({ manifest: { id: model } }) => {
      return { kind: "draw", model, settings, reply: "png", scale: 1 };
    });
  }

  /** Refuses work from now on; what was let in goes on. */
  refuseWork(): void {
    this.#readiness = "stopping";
    this.#queue.stop();
  }

  /** Images that are still being made. */
  get load(): number {
    return this.#queue.load;
  }
}
