import type { ConfigError } from "../models/recipe_config.ts";

/** A checkpoint that is missing, broken or another run's. */
export class CheckpointError extends Error {
  constructor(path: string, state: string, options?: ErrorOptions) {
    super(`Cannot use checkpoint ${path}: ${state}`, options);
    this.name = "CheckpointError";
  }
}

/** A checkpoint of a run whose models come from a file that is not at hand. */
export class UnknownKindError extends CheckpointError {
  /** What a person can do about it. */
  readonly hint = "name the file: --model FILE.ts";
  constructor(path: string, cause: ConfigError) {
    const found = `${cause.path}: ${cause.rule}`;
    super(path, `expected the file that its models come from, got none (${found})`, { cause });
    this.name = "UnknownKindError";
  }
}

/** A checkpoint of another format. */
export class FormatError extends RangeError {}
