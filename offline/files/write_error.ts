/** A file that the system did not let be written. One line; the hint says what to do. */
export class WriteError extends Error {
  override readonly name = "WriteError";

  constructor(readonly path: string, cause: unknown) {
    super(`Cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }

  /** Undefined where the reason says it all. */
  get hint(): string | undefined {
    return HINTS[codeOf(this.cause)];
  }
}

/** A sentence for each code of the system that a person meets; others keep the system's words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on device",
  EDQUOT: "disk quota exceeded",
  EROFS: "read-only file system",
  EACCES: "permission denied",
  EFBIG: "file too large",
};

const FULL = "what was saved before is whole: free some space, then run the command again " +
  "(`train` goes on with --resume)";

const HINTS: Readonly<Record<string, string | undefined>> = { ENOSPC: FULL, EDQUOT: FULL };

/**
 * Runs something that writes a file or makes a folder.
 * @throws {WriteError} If the system refuses; other errors pass.
 */
export async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw codeOf(error) === "" ? error : new WriteError(path, error);
  }
}

function reasonOf(cause: unknown): string {
  const words = (cause as Error).message.split(/ \(os error|\n/)[0];
  return REASONS[codeOf(cause)] ?? words.charAt(0).toLowerCase() + words.slice(1);
}

/** Such as `ENOSPC`; empty for what is not an error of the system. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return error instanceof Error && typeof code === "string" && /^E[A-Z]+$/.test(code) ? code : "";
}
