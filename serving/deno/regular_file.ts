import { OversizeError } from "../../core/bundle/mod.ts";

/** Thrown if a path that should be a file is something else. */
export class NotAFileError extends TypeError {
  override readonly name = "NotAFileError";

  constructor(readonly state: string) {
    super(`Cannot read: expected a file, got ${state}`);
  }
}

/**
 * Opens a file for reading. Links are not followed, and FIFOs, sockets and devices are never opened, as that could block
 * forever.
 *
 * @throws {NotAFileError} If the path is not a file. @throws {Error} From the system.
 */
export async function openRegularFile(
  path: string,
): Promise<{ file: Deno.FsFile; info: Deno.FileInfo }> {
  const named = await Deno.lstat(path);
  if (!named.isFile) throw new NotAFileError(kindOf(named));
  const file = await Deno.open(path);
  try {
    const info = await file.stat();
    // The name may belong to another file by now.
    if (!isSameFile(named, info)) throw new NotAFileError("another file while it was opened");
    return { file, info };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * The content of a file.
 *
 * @throws {OversizeError} If it has more than `maxBytes`, which is known before it is read.
 * @throws {NotAFileError} As {@link openRegularFile}.
 */
export async function readRegularFile(
  path: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const { file, info } = await openRegularFile(path);
  try {
    if (info.size > maxBytes) throw new OversizeError(info.size);
    // One more byte, to notice if the file has grown.
    const content = new Uint8Array(info.size + 1);
    let length = 0;
    for (let read; length < content.length && (read = await file.read(content.subarray(length)));) {
      length += read;
    }
    if (length > maxBytes) throw new OversizeError(length);
    return content.subarray(0, length);
  } finally {
    file.close();
  }
}

/** Whether two stats are of the same file with the same content, as far as the system can tell. */
export function isSameFile(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.isFile && b.isFile && a.dev === b.dev && a.ino === b.ino && a.size === b.size &&
    a.mtime?.getTime() === b.mtime?.getTime();
}

/** The kind of a path, in words. */
export function kindOf(info: Deno.FileInfo): string {
  if (info.isFile) return "a file";
  if (info.isDirectory) return "a folder";
  if (info.isSymlink) return "a link";
  if (info.isFifo) return "a FIFO";
  if (info.isSocket) return "a socket";
  return "a device";
}
