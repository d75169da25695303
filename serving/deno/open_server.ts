import { Application } from "../application.ts";
import type { Settings } from "../settings.ts";
import { loadBundleFolder } from "./bundle_folder.ts";
import { droppedLogLines, logLine, setLogLevel } from "./log.ts";
import { openQueue } from "./open_queue.ts";
import { openPages } from "./page_files.ts";
import { realPathOf } from "./real_path.ts";

/** A server that may listen. */
export interface OpenServer {
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
  const loading = loadBundleFolder(settings.MODELS ?? `${pages}/models`, warn);
  const [loaded, work, pageFiles] = await Promise.all([
    loading,
    openQueue(loading.then((loaded) => loaded.map(({ bundle }) => bundle))),
    openPages(realPathOf(pages)),
  ]);
  const files = new Map([...pageFiles, ...loaded.flatMap(({ files }) => [...files])]);
  const app = new Application({
    bundles: loaded.map(({ bundle }) => bundle),
    defaultModel: settings.DEFAULT_MODEL,
    queue: work.queue,
    files: { find: (path) => files.get(path) },
    log: logLine,
    droppedLogLines,
    residentBytes: () => Deno.memoryUsage().rss,
  });
  const warm = async () => {
    await app.warm();
    await work.grow(app.samples());
  };
  return { settings, app, models: loaded.length, warming: warm(), close: work.close };
}
