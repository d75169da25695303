/** Error thrown when an assertion does not hold. */
export class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** Throws, always. */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${suffix(msg)}`);
}

/** `: msg`, or a full stop where there is no message. */
export function suffix(msg?: string): string {
  return msg ? `: ${msg}` : ".";
}
