/** How one image is drawn; everything that decides its codes but the model. */
export interface DrawSettings {
  readonly seed: number;
  readonly class?: number;
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly guidance: number;
  /** `[gh * gw]`, null where a code is to be drawn. */
  readonly kept?: readonly (number | null)[];
}

/**
 * Draws codes of images from the prior and decodes them: as pixels, or as a PNG `scale` times as large.
 * Some images at once cost less than one after the other; a listener hears the rows of a single one.
 */
export interface DrawTask {
  readonly kind: "draw";
  readonly model: string;
  /** Of each image, at most MAX_IMAGES_A_TASK of `limits.ts`. */
  readonly settings: readonly DrawSettings[];
  readonly reply: "pixels" | "png";
  readonly scale: number;
}

/** Decodes one grid: as pixels, or as a PNG `scale` times as large. */
export interface DecodeTask {
  readonly kind: "decode";
  readonly model: string;
  readonly codes: Uint32Array;
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
  /** That the picture's header declares, those of an interlaced one twice: it is inflated twice. */
  readonly pixels: number;
}

/** Looks for the codebook entries nearest to `[n, dim]` vectors. */
export interface NearestTask {
  readonly kind: "nearest";
  readonly model: string;
  readonly vectors: Float32Array;
}

/** Work that is done away from the handlers. */
export type Task = DrawTask | DecodeTask | SheetTask | EncodeTask | NearestTask;

/** Pixels `[height, width, channels]` or a whole PNG file, as the task asked. */
export interface Drawn {
  readonly codes: Uint32Array;
  readonly logLikelihood: number;
  /** The class asked for or drawn. */
  readonly class?: number;
  readonly picture: Uint8Array;
}

/** What each kind of task gives. */
export interface TaskResults {
  readonly draw: readonly Drawn[];
  readonly decode: Uint8Array;
  readonly sheet: Uint8Array;
  readonly encode: Uint32Array;
  readonly nearest: { readonly indices: Uint32Array; readonly distances: Float32Array };
}

/** The result of a task. */
export type ResultOf<T extends Task> = TaskResults[T["kind"]];

/** Receives the codes of each row as soon as it is drawn. */
export type RowListener = (row: number, codes: Uint32Array) => void;

/** What work asks for before it is let in. */
export interface Work {
  /** For whom: clients share the server fairly. */
  readonly client: string;
  /** Images made or read. */
  readonly images: number;
  /** Codes drawn, or what takes as long. */
  readonly codes: number;
  /** Pixels of the pictures read and written. */
  readonly pixels: number;
}

/** Work that was let in; whoever opened it closes it. */
export interface Job {
  /** @throws {UnavailableError} If what ran the task was lost, or the job is closed. */
  run<T extends Task>(task: T, onRow?: RowListener): Promise<ResultOf<T>>;
  /** Gives its place back and drops the tasks that have not begun. Closing twice does nothing. */
  close(): void;
}

/** How much of a limit is in use. */
export interface Budget {
  readonly used: number;
  readonly limit: number;
}

/** A bounded place to do work. */
export interface Inference {
  /** Images let in and not yet done. */
  readonly load: number;
  /** Codes let in and not yet done. */
  readonly codes: Budget;
  /** Pixels let in and not yet done. */
  readonly pixels: Budget;
  /** Lets in work. @throws {UnavailableError} If it is more than its client's share of what is free. */
  open(work: Work): Job;
}

/** Work that cannot be done now, and may be tried again. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";

  /** @param retryAfter Seconds until a new try makes sense. */
  constructor(message: string, readonly retryAfter: number) {
    super(message);
  }
}

/** A task whose input the model or the PNG reader refused. */
export class RefusedInputError extends Error {
  override readonly name = "RefusedInputError";

  /** @param reason `too_large` where the input is over a limit. */
  constructor(message: string, readonly reason: "malformed" | "too_large") {
    super(message);
  }
}
