/** Stands in an executor's op table for an op that the executor can't run. */
export class Unsupported {
  constructor(readonly reason: string) {}

  /** The error for a graph that holds the op. @param action Such as `write concat as ONNX`. */
  error(action: string): TypeError {
    return new TypeError(`Cannot ${action}: unsupported op, ${this.reason}`);
  }
}

/**
 * An entry of an op table that says why the op is missing.
 * @param reason Ends the sentence "unsupported op, …".
 */
export function unsupported(reason: string): Unsupported {
  return new Unsupported(reason);
}
