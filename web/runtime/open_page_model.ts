import type { CallName, Calls } from "./messages.ts";
import { type OpenOptions, type PageModel, PageModelError } from "./page_model.ts";
import { WorkerClient } from "./worker_client.ts";

interface Shared {
  readonly client: WorkerClient;
  readonly opening: Promise<Calls["open"]["gives"]>;
  users: number;
}

/** Open models by what they were opened with. */
const open = new Map<string, Shared>();

/**
 * Opens a model in a worker. Calls for the same bundle and backend share one model, which ends when each
 * of them has closed it.
 * @throws {PageModelError}
 */
export async function openPageModel({ src, backend = "auto" }: OpenOptions): Promise<PageModel> {
  const folder = folderOf(src);
  const key = `${backend} ${folder}`;
  let shared = open.get(key);
  if (!shared || shared.client.hasFailed) {
    const client = new WorkerClient();
    shared = { client, opening: client.call("open", { src: folder, backend }), users: 0 };
    open.set(key, shared);
  }
  const mine = shared;
  mine.users++;
  const release = () => {
    if (--mine.users > 0) return;
    mine.client.end();
    if (open.get(key) === mine) open.delete(key);
  };
  try {
    return modelOf(mine.client, await mine.opening, release);
  } catch (error) {
    if (open.get(key) === mine) open.delete(key); // Another try gets another worker.
    release();
    throw error;
  }
}

function modelOf(
  client: WorkerClient,
  opened: Calls["open"]["gives"],
  release: () => void,
): PageModel {
  let closed = false;
  const call = <Name extends CallName>(
    name: Name,
    asks: Calls[Name]["asks"],
    options?: Parameters<WorkerClient["call"]>[2],
  ) => {
    if (closed) {
      throw new PageModelError(
        "invalid",
        "Cannot use a model: expected an open one, got a closed one",
      );
    }
    return client.call(name, asks, options);
  };
  return {
    ...opened,
    draw: async (requests, options = {}) => {
      return await call("draw", { requests, progress: !!options.onProgress }, options);
    },
    decode: async (grids) =>
      await call("decode", { grids: grids.map((codes) => Array.from(codes)) }),
    encode: async (picture) => await call("encode", { picture }),
    codeLogLikelihoods: async (codes, label) => {
      return await call("judge", { codes: Array.from(codes), label });
    },
    close: () => {
      if (!closed) release();
      closed = true;
    },
  };
}

/** The absolute address of a bundle's folder, with a slash at the end. @throws {PageModelError} */
function folderOf(src: string): string {
  let url: URL;
  try {
    url = new URL(src, document.baseURI);
  } catch (cause) {
    throw new PageModelError(
      "invalid",
      `Cannot open a model: expected src to be an address, got "${src}"`,
      { cause },
    );
  }
  url.search = url.hash = "";
  return url.href.replace(/\/(?:manifest\.json)?$/, "") + "/";
}
