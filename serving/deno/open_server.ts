import { Application } from "../application.ts";
import { httpPolicy } from "../http_policy.ts";
import { ClientRateLimit } from "../client_rate_limit.ts";
import type { Settings } from "../settings.ts";
import { BundleReload } from "./bundle_reload.ts";
import { clientOf } from "./client_of.ts";
import { loadBundleFolder } from "./bundle_folder.ts";
import { droppedLogLines, logLine, setLogLevel } from "./log.ts";
import { openQueue } from "./open_queue.ts";
import { openPages } from "./page_files.ts";
import { realPathOf } from "./real_path.ts";
import type { Answering } from "./serve.ts";

/** A server that may listen. */
export interface OpenServer extends Answering {
  readonly settings: Settings;
  readonly app: Application;
  readonly models: number;
  /** Settles once the server is warm on every core. @throws {Error} What kept it from a sample. */
  readonly warming: Promise<void>;
  /** Ends the workers. */
  close(): void;
}

/**
 * Checks every bundle of a folder and opens what serves them: one lane, so that the first request
 * need not wait for the others, which follow once that one is warm.
 *
 * @param pages Folder of the pages, and of the bundles in `models/` where MODELS names no other.
 * @throws {Error} If a bundle is not what its manifest says or its models cannot be built.
 */
export async function openServer(settings: Settings, pages: string): Promise<OpenServer> {
  setLogLevel(settings.LOG_LEVEL);
  const warn = (message: string) => logLine({ level: "warn", message });
  const models = settings.MODELS ?? `${pages}/models`;
  const loading = loadBundleFolder(models, warn);
  const [loaded, work, pageFiles] = await Promise.all([
    loading,
    openQueue(loading.then((loaded) => loaded.map(({ bundle }) => bundle))),
    openPages(realPathOf(pages)),
  ]);
  const files = new Map([...pageFiles, ...loaded.flatMap(({ files }) => [...files])]);
  const defaultModel = settings.DEFAULT_MODEL;
  const app = new Application({
    bundles: loaded.map(({ bundle }) => bundle),
    defaultModel,
    queue: work.queue,
    files: { find: (path) => files.get(path) },
    log: logLine,
    ...httpPolicy(
      settings,
      settings.RATE_LIMIT ? new ClientRateLimit(settings.RATE_LIMIT) : undefined,
    ),
    droppedLogLines,
    residentBytes: () => Deno.memoryUsage().rss,
  });
  const warm = async () => {
    await app.warm();
    await work.grow(app.samples());
  };
  const warming = warm();
  const seconds = settings.WATCH_MODELS;
  const parts = { app, models, loaded, pages: pageFiles, work, defaultModel, seconds };
  const reload = new BundleReload(parts);
  onHangUp(() => reload.request());
  reload.run(warming).catch(() => {}); // What kept it from being warm is said where that is awaited.
  const fetch: Answering["fetch"] = (request, info) => {
    return app.fetch(request, clientOf(request, info, settings));
  };
  return { settings, app, fetch, models: loaded.length, warming, close: () => reload.close() };
}

/** Hears SIGHUP, where there is such a signal and this process may. */
function onHangUp(act: () => void): void {
  try {
    if (Deno.build.os !== "windows") Deno.addSignalListener("SIGHUP", act);
  } catch {
    // A worker of `deno serve --parallel` hears no signals.
  }
}
