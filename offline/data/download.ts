import { DataError, reasonOf } from "./data_error.ts";
import { WriteError, writing } from "../files/write_error.ts";
import type { DataProgress } from "./progress.ts";

/** What `download()` needs to know. */
export interface DownloadOptions {
  /** Tried in order. */
  readonly urls: readonly string[];
  /** Where the content goes; until it is whole and checked it is `<path>.part`. */
  readonly path: string;
  /** A longer answer is broken off. */
  readonly maxBytes: number;
  /** Throws if the received file is not what it must be. */
  readonly check: (partPath: string) => Promise<void>;
  readonly fetch?: typeof fetch;
  /** Called after each piece. */
  readonly progress?: (progress: DataProgress) => void;
  /** Tries per address, each resuming the last. */
  readonly attempts?: number;
  readonly retryDelayMs?: number;
  /** An attempt without a byte for this long is broken off. */
  readonly stallMs?: number;
}

/** An answer that asking the same address again will not better. */
class Refusal extends Error {}

/**
 * Downloads one file, resuming what an earlier call left in `<path>.part`. The file appears under its
 * name only when it is whole, checked and synced to disk.
 * @throws {DataError} If no address gives a file that passes the check; what was received is kept for the
 * next call unless the check failed. @throws {WriteError} If the disk is full, at once.
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { urls, path, attempts = 3, retryDelayMs = 1000 } = options;
  const part = `${path}.part`;
  let failure = new DataError(`Cannot download "${path}": expected an address, got none`);
  for (const url of urls) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, retryDelayMs));
      const resumed = await sizeOf(part) > 0;
      try {
        await receive(url, part, options);
      } catch (error) {
        if (error instanceof WriteError) throw error;
        failure = new DataError(`Cannot download "${url}": ${reasonOf(error)}`);
        if (error instanceof Refusal) break;
        continue;
      }
      try {
        await options.check(part);
      } catch (error) {
        await Deno.remove(part);
        failure = new DataError(`Cannot use the download of "${url}": ${reasonOf(error)}`);
        if (resumed) continue;
        break;
      }
      return await Deno.rename(part, path);
    }
  }
  throw failure;
}

/** Receives the rest of a file into `part`. */
async function receive(url: string, part: string, options: DownloadOptions): Promise<void> {
  const { maxBytes, progress, stallMs = 30_000 } = options;
  const have = await sizeOf(part);
  const stall = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const awaitMore = () => {
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        stall.abort(
          new Error(`expected the server to go on sending, got nothing for ${stallMs} ms`),
        ),
      stallMs,
    );
  };
  awaitMore();
  try {
    const headers = new Headers({ "accept-encoding": "identity" });
    if (have > 0) headers.set("range", `bytes=${have}-`);
    const response = await (options.fetch ?? fetch)(url, { headers, signal: stall.signal });
    const { start, total } = await acceptedRange(response, { part, have });
    using file = await writing(part, () => Deno.open(part, { create: true, write: true }));
    await file.truncate(start);
    await file.seek(start, Deno.SeekMode.Start);
    let received = start;
    for await (const chunk of response.body ?? []) {
      awaitMore();
      received += chunk.length;
      if (received > maxBytes) {
        await file.truncate(0);
        throw new Refusal(`expected at most ${maxBytes} bytes, got more`);
      }
      await writing(part, () => writeAll(file, chunk));
      progress?.({ what: url, unit: "bytes", done: received, total });
    }
    if (total !== undefined && received !== total) {
      throw new Error(`expected ${total} bytes, got ${received}`);
    }
    await writing(part, () => file.sync());
  } finally {
    clearTimeout(timer);
  }
}

/** Where the body starts in the file, and the file's size if the server says it. */
async function acceptedRange(
  response: Response,
  { part, have }: { part: string; have: number },
): Promise<{ start: number; total: number | undefined }> {
  if (response.status === 200) {
    const length = response.headers.get("content-length");
    const encoded = response.headers.has("content-encoding");
    return { start: 0, total: length === null || encoded ? undefined : Number(length) };
  }
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get("content-range") ?? "");
  if (response.status === 206 && range !== null && Number(range[1]) === have) {
    return { start: have, total: Number(range[2]) };
  }
  await response.body?.cancel();
  if (response.status === 206 || response.status === 416) {
    await Deno.remove(part);
    throw new Error("expected the server to resume where it stopped, got another range");
  }
  const state = `expected status 200, got ${response.status}`;
  throw response.status >= 500 || response.status === 429 ? new Error(state) : new Refusal(state);
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += await file.write(bytes.subarray(written));
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}
