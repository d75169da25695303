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

/** A server ready to listen. */
export interface OpenServer extends Answering {
  readonly settings: Settings;
  readonly app: Application;
  readonly models: number;
  /** Resolves once all workers are warm. @throws {Error} Why a sample failed. */
  readonly warming: Promise<void>;
  /** Stops the workers. */
  close(): void;
}

/**
 * Verifies every bundle of a folder and opens a first worker, so that the first request need not wait for the others,
 * which start once that one is warm.
 *
 * @param pages Folder of the pages; its `models/` is the default for MODELS.
 * @throws {Error} If a bundle does not match its manifest or its models cannot be built.
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
  reload.run(warming).catch(() => {}); // Reported where `warming` is awaited.
  const fetch: Answering["fetch"] = (request, info) => {
    return app.fetch(request, clientOf(request, info, settings));
  };
  return { settings, app, fetch, models: loaded.length, warming, close: () => reload.close() };
}

/** Listens for SIGHUP where the system has it and permissions allow. */
function onHangUp(act: () => void): void {
  try {
    if (Deno.build.os !== "windows") Deno.addSignalListener("SIGHUP", act);
  } catch {
    // Workers of `deno serve --parallel` receive no signals.
  }
}
