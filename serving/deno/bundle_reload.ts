import type { Bundle } from "../../core/bundle/mod.ts";
import { type Application, samplesOf, type Served, warmUp } from "../application.ts";
import type { FolderBundle } from "./bundle_folder.ts";
import { BundleWatch } from "./bundle_watch.ts";
import type { DiskFile } from "./disk_file.ts";
import { logLine } from "./log.ts";
import { openQueue, type ServerQueue } from "./open_queue.ts";

/** Time between checks while a folder is still changing, if there are no periodic ones. */
const SETTLE_MS = 500;
/** How long requests may continue on bundles that are no longer served. */
const RETIRED_MS = 60_000;
const POLL_MS = 50;

/** Dependencies of {@link BundleReload}. */
export interface ReloadOptions {
  readonly app: Application;
  /** Folder whose folders are bundles. */
  readonly models: string;
  readonly loaded: readonly FolderBundle[];
  readonly pages: ReadonlyMap<string, DiskFile>;
  /** The queue of the initial bundles. */
  readonly work: ServerQueue;
  readonly defaultModel?: string;
  /** Time between periodic checks; null for none. */
  readonly seconds: number | null;
}

/**
 * Picks up bundles that are added, replaced or removed while the server runs, periodically and on SIGHUP. New bundles
 * are opened and warmed up before they are served.
 */
export class BundleReload {
  readonly #options: ReloadOptions;
  readonly #watch: BundleWatch;
  #work: ServerQueue;
  readonly #retired = new Set<ServerQueue>();
  #served: readonly FolderBundle[];
  #failure = "";
  #isClosed = false;
  #isRequested = false;
  #wake = () => {};

  constructor(options: ReloadOptions) {
    const { models, loaded, work, defaultModel } = options;
    this.#options = options;
    this.#work = work;
    this.#served = loaded;
    this.#watch = new BundleWatch(models, loaded, { verify, defaultModel });
  }

  /** Checks for changes until closed. @param ready Resolves once the server is warm. */
  async run(ready: Promise<void>): Promise<void> {
    await ready;
    await this.#check(); // Records the initial state.
    const { seconds } = this.#options;
    while (!this.#isClosed) {
      await this.#pause(seconds === null ? undefined : seconds * 1000);
      this.#isRequested = false;
      while (!this.#isClosed && await this.#check()) await this.#pause(this.#settleMs());
    }
  }

  /** Checks at once, or right after the check in progress. */
  request(): void {
    this.#isRequested = true;
    this.#wake();
  }

  /** Ends the workers. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
    for (const work of [this.#work, ...this.#retired]) work.close();
  }

  #settleMs(): number {
    const { seconds } = this.#options;
    return seconds === null ? SETTLE_MS : seconds * 1000;
  }

  /** @returns Whether something is changing. */
  async #check(): Promise<boolean> {
    const { app } = this.#options;
    try {
      const { served, changes, refusals, strays, isUnsettled } = await this.#watch.check();
      for (const message of strays) logLine({ level: "warn", message });
      for (const message of refusals) {
        app.counters.countReload("refused");
        logLine({ level: "error", message: `${message}; what was served before stays` });
      }
      if (served !== undefined && !app.isStopping && !this.#isClosed) {
        await this.#serve([...served.values()]);
        this.#watch.accept(served);
        for (const _ of changes) app.counters.countReload("served");
        logLine({ level: "info", message: `Serves other bundles: ${changes.join(", ")}` });
      }
      this.#failure = "";
      return isUnsettled;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== this.#failure) logLine({ level: "error", message });
      this.#failure = message;
      return false;
    }
  }

  async #serve(next: readonly FolderBundle[]): Promise<void> {
    const { app, pages } = this.#options;
    const bundles = next.map(({ bundle }) => bundle);
    const files = new Map([...pages, ...next.flatMap(({ files }) => [...files])]);
    const isSame = versions(next) === versions(this.#served);
    const work = isSame ? this.#work : await openWarm(bundles);
    const served: Served = {
      bundles,
      queue: work.queue,
      files: { find: (path) => files.get(path) },
    };
    const before = app.swap(served);
    this.#served = next;
    if (isSame) return;
    const old = this.#work;
    this.#work = work;
    this.#retired.add(old);
    this.#closeOnceIdle(old, () => before.isIdle());
  }

  async #closeOnceIdle(work: ServerQueue, isIdle: () => boolean): Promise<void> {
    const limit = performance.now() + RETIRED_MS;
    while (!isIdle() && performance.now() < limit) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    work.close();
    this.#retired.delete(work);
  }

  /** Waits for a time, or until a check is requested or it is closed. */
  async #pause(milliseconds: number | undefined): Promise<void> {
    if (this.#isClosed || this.#isRequested) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    await promise;
    clearTimeout(timer);
  }
}

/** Builds the models of a bundle and draws with them, apart from the served ones. @throws {Error} */
async function verify(bundle: Bundle): Promise<void> {
  const work = await openQueue(Promise.resolve([bundle]));
  try {
    await warmUp(work.queue, samplesOf([bundle]));
  } finally {
    work.close();
  }
}

/** Opens every worker with these bundles. @throws {Error} Why it could not. */
async function openWarm(bundles: readonly Bundle[]): Promise<ServerQueue> {
  const work = await openQueue(Promise.resolve(bundles));
  try {
    const samples = samplesOf(bundles);
    await warmUp(work.queue, samples);
    await work.grow(samples);
    return work;
  } catch (error) {
    work.close();
    throw error;
  }
}

function versions(bundles: readonly FolderBundle[]): string {
  return bundles.map(({ bundle: { manifest, version } }) => `${manifest.id} ${version}`).join();
}
