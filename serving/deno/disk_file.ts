import { UnavailableError } from "../../routes/inference.ts";
import type { StoredFile } from "../../routes/file_store.ts";
import { NotAFileError, openRegularFile } from "./regular_file.ts";

const CHUNK_BYTES = 64 * 1024;

/**
 * A file on disk as it was when opened. Once it changes, or a link or another file replaces it, it counts as gone.
 */
export class DiskFile implements StoredFile {
  readonly #path: string;
  readonly #modified: number | undefined;

  private constructor(path: string, info: Deno.FileInfo, readonly etag: string) {
    this.#path = path;
    this.size = info.size;
    this.#modified = info.mtime?.getTime();
  }

  readonly size: number;

  /**
   * @param path Without links.
   * @param etag Quoted; default a hash of the file's bytes.
   * @throws {NotAFileError} If it is no file.
   */
  static async open(path: string, etag?: string): Promise<DiskFile> {
    const { file, info } = await openRegularFile(path);
    file.close();
    return new DiskFile(path, info, etag ?? await hashOf(path));
  }

  async read(start: number, end: number): Promise<ReadableStream<Uint8Array> | undefined> {
    const opened = await this.#open();
    if (opened === undefined) return undefined;
    const { file, info: { size, mtime } } = opened;
    if (size !== this.size || mtime?.getTime() !== this.#modified) {
      file.close();
      return undefined;
    }
    await file.seek(start, Deno.SeekMode.Start);
    return streamOf(file, end - start);
  }

  async #open() {
    try {
      return await openRegularFile(this.#path);
    } catch (error) {
      if (isGone(error)) return undefined;
      if ((error as { code?: string }).code === "EMFILE") {
        throw new UnavailableError("Cannot open a file: too many connections are open", 1);
      }
      throw error;
    }
  }
}

/** Whether an error means that the file is gone or may not be read. */
function isGone(error: unknown): boolean {
  const { NotFound, NotCapable, PermissionDenied, NotADirectory, FilesystemLoop } = Deno.errors;
  return [NotAFileError, NotFound, NotCapable, PermissionDenied, NotADirectory, FilesystemLoop]
    .some((kind) => error instanceof kind);
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
