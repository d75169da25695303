/** A data set that cannot be used. The message is one line; the hint, if any, says what to do about it. */
export class DataError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "DataError";
    this.hint = options.hint;
  }
}

/** The first line of what went wrong, for the end of a message. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0];
}
