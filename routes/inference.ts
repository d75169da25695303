/** How one image is drawn: everything that determines its codes, except the model. */
export interface DrawSettings {
  readonly seed: number;
  readonly class?: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly guidance: number;
  /** `[gh * gw]`, null for codes to draw. */
  readonly kept?: readonly (number | null)[];
}

/**
 * Draws the codes of images from the prior and decodes them to pixels, or to a PNG `scale` times as large. Several
 * images at once cost less than one by one; rows are reported for a single image only.
 */
export interface DrawTask {
  readonly kind: "draw";
  readonly model: string;
  /** Of each image, at most MAX_IMAGES_A_TASK of `limits.ts`. */
  readonly settings: readonly DrawSettings[];
  readonly reply: "pixels" | "png";
  readonly scale: number;
}

/** Decodes codes or latents of one picture: as pixels, or as a PNG `scale` times as large. */
export interface DecodeTask {
  readonly kind: "decode";
  readonly model: string;
  /** Codes `[gh * gw]`, or f32 latents `[channels * gh * gw]`. */
  readonly drawn: Uint32Array | Float32Array;
  readonly reply: "pixels" | "png";
  readonly scale: number;
}

/** Puts pixels of one model on a contact sheet, as a PNG. */
export interface SheetTask {
  readonly kind: "sheet";
  readonly model: string;
  readonly images: readonly Uint8Array[];
  readonly scale: number;
}

/** Reads a PNG, fits it to the model and encodes it. */
export interface EncodeTask {
  readonly kind: "encode";
  readonly model: string;
  readonly png: Uint8Array;
  /** As declared in the picture's header; twice that if it is interlaced, as it is inflated twice. */
  readonly pixels: number;
}

/** Finds the codebook entries nearest to `[n, dim]` vectors. */
export interface NearestTask {
  readonly kind: "nearest";
  readonly model: string;
  readonly vectors: Float32Array;
}

/** Work done outside the handlers. */
export type Task = DrawTask | DecodeTask | SheetTask | EncodeTask | NearestTask;

/** Pixels `[height, width, channels]` or a whole PNG file, depending on the task. */
export interface Drawn {
  readonly codes: Uint32Array;
  readonly logLikelihood: number;
  /** The requested or drawn class. */
  readonly class?: number;
  readonly picture: Uint8Array;
}

/** The result of each kind of task. */
export interface TaskResults {
  readonly draw: readonly Drawn[];
  readonly decode: Uint8Array;
  readonly sheet: Uint8Array;
  /** Codes, or f32 latents. */
  readonly encode: Uint32Array | Float32Array;
  readonly nearest: { readonly indices: Uint32Array; readonly distances: Float32Array };
}

/** The result of a task. */
export type ResultOf<T extends Task> = TaskResults[T["kind"]];

/** Called with the codes of each row as soon as it is drawn. */
export type RowListener = (row: number, codes: Uint32Array) => void;

/** The size of a job, for admission. */
export interface Work {
  /** The client; clients share the server fairly. */
  readonly client: string;
  /** Images made or read. */
  readonly images: number;
  /** Codes drawn, or the equivalent in time. */
  readonly codes: number;
  /** Pixels of the pictures read and written. */
  readonly pixels: number;
}

/** Admitted work; close it when done. */
export interface Job {
  /** @throws {UnavailableError} If the worker was lost or the job is closed. */
  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>>;
  /** Releases its share and drops tasks that have not started. Closing twice does nothing. */
  close(): void;
}

/** How much of a limit is in use. */
export interface Budget {
  readonly used: number;
  readonly limit: number;
}

/** A bounded queue of work. */
export interface Inference {
  /** Images admitted and not finished. */
  readonly load: number;
  /** Codes admitted and not finished. */
  readonly codes: Budget;
  /** Pixels admitted and not finished. */
  readonly pixels: Budget;
  /** Admits work. @throws {UnavailableError} If it exceeds the client's share of the free capacity. */
  open(work: Work): Job;
}

/** Work that cannot be done now and may be retried. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";

  /** @param retryAfter Seconds to wait before a retry. */
  constructor(message: string, readonly retryAfter: number) {
    super(message);
  }
}

/** Input refused by the model or the PNG reader. */
export class RefusedInputError extends Error {
  override readonly name = "RefusedInputError";

  /** @param reason `too_large` if the input exceeds a limit. */
  constructor(message: string, readonly reason: "malformed" | "too_large") {
    super(message);
  }
}
