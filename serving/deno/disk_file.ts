import { UnavailableError } from "../../routes/inference.ts";
import type { StoredFile } from "../../routes/file_store.ts";

const CHUNK_BYTES = 64 * 1024;

/** A file on disk, as it was when the server started. */
export class DiskFile implements StoredFile {
  readonly #path: string;
  readonly #modified: number | undefined;

  private constructor(path: string, info: Deno.FileInfo, readonly etag: string) {
    this.#path = path;
    this.size = info.size;
    this.#modified = info.mtime?.getTime();
  }

  readonly size: number;

  /** @param etag Quoted; default a hash of the file's bytes. */
  static async open(path: string, etag?: string): Promise<DiskFile> {
    const info = await Deno.stat(path);
    return new DiskFile(path, info, etag ?? await hashOf(path));
  }

  async read(start: number, end: number): Promise<ReadableStream<Uint8Array> | undefined> {
    let file: Deno.FsFile;
    try {
      file = await Deno.open(this.#path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      if ((error as { code?: string }).code === "EMFILE") {
        throw new UnavailableError("Cannot open a file: too many connections are open", 1);
      }
      throw error;
    }
    const { size, mtime } = await file.stat();
    if (size !== this.size || mtime?.getTime() !== this.#modified) {
      file.close();
      return undefined;
    }
    await file.seek(start, Deno.SeekMode.Start);
    return streamOf(file, end - start);
  }
}

function streamOf(file: Deno.FsFile, length: number): ReadableStream<Uint8Array> {
  let left = length;
  return new ReadableStream({
    async pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, left));
      const read = left === 0 ? null : await file.read(chunk);
      if (read === null) {
        file.close();
        controller.close();
        return;
      }
      left -= read;
      controller.enqueue(chunk.subarray(0, read));
    },
    cancel() {
      file.close();
    },
  });
}

async function hashOf(path: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  const hex = Array.from(
    new Uint8Array(hash).subarray(0, 16),
    (byte) => byte.toString(16).padStart(2, "0"),
  );
  return `"${hex.join("")}"`;
}
