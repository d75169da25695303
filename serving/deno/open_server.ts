import { Application } from "../application.ts";
import { loadBundleFolder } from "./bundle_folder.ts";
import { logLine } from "./log.ts";
import { openQueue } from "./open_queue.ts";
import { openPages } from "./page_files.ts";

/** A server that may listen. */
export interface OpenServer {
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
 * @param options.models Folder whose folders are bundles. @param options.pages Folder of the pages.
 * @throws {Error} If a bundle is not what its manifest says or its models cannot be built.
 */
export async function openServer(
  { models, pages }: { models: string; pages: string },
): Promise<OpenServer> {
  const loading = loadBundleFolder(models);
  const [loaded, work, pageFiles] = await Promise.all([
    loading,
    openQueue(loading.then((loaded) => loaded.map(({ bundle }) => bundle))),
    openPages(pages),
  ]);
  const files = new Map([...pageFiles, ...loaded.flatMap(({ files }) => [...files])]);
  const app = new Application({
    bundles: loaded.map(({ bundle }) => bundle),
    defaultModel: Deno.env.get("DEFAULT_MODEL") || undefined,
    queue: work.queue,
    files: { find: (path) => files.get(path) },
    log: logLine,
    residentBytes: () => Deno.memoryUsage().rss,
  });
  const warm = async () => {
    await app.warm();
    await work.grow(app.samples());
  };
  return { app, models: loaded.length, warming: warm(), close: work.close };
}
