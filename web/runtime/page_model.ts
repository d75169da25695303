import type { Manifest } from "../../core/bundle/mod.ts";

/** The manifest of a model that a page can run: codes with a codebook, drawn in order. */
export type CodeManifest = Manifest & { readonly codebook: NonNullable<Manifest["codebook"]> };

/**
 * What computes: ONNX Runtime on WebGPU, the WASM kernels in WebAssembly, or plain TypeScript where a
 * page's policy forbids WebAssembly.
 */
export type Backend = "webgpu" | "wasm" | "javascript";

/** The backend to use; `auto` picks the fastest available on this device. */
export type BackendChoice = "auto" | "webgpu" | "wasm";

/** What to draw; settings as in `GET /generate`. */
export interface DrawRequest {
  /** In [0, 2^32). The same seed and settings draw the same codes as the server does. */
  readonly seed: number;
  /** In [0, number of classes); by default drawn from the seed if the model has classes and no code is kept. */
  readonly class?: number;
  /** In [0, 4]; default 1. */
  readonly temperature?: number;
  /** In [1, K]. */
  readonly topK?: number;
  /** In (0, 1]. */
  readonly topP?: number;
  /** In [0, 10]; default 1, off. */
  readonly guidance?: number;
  /** `[gh * gw]`: codes to keep, null to draw. */
  readonly kept?: readonly (number | null)[];
}

/** Pixels as a canvas takes them: `new ImageData(rgba, width, height)`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 4]`. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** An image that is being drawn. */
export interface Progress {
  /** Index of the image among the requests of the call. */
  readonly image: number;
  /** Rows of codes, from the top, that are final. */
  readonly rows: number;
  /** `[gh * gw]`; what lies below the final rows means nothing yet. */
  readonly codes: Uint32Array;
  /** The picture as far as it is decoded: only its upper `rows / gh` is worth showing. */
  readonly picture: Picture;
}

/** A drawn image. */
export interface Drawn {
  readonly seed: number;
  /** The requested or drawn class; none if the codes are unconditional. */
  readonly class?: number;
  /** `[gh * gw]`. */
  readonly codes: Uint32Array;
  /** Nats of the whole grid at temperature 1, untruncated and unguided. */
  readonly logLikelihood: number;
  readonly picture: Picture;
}

/** What a call of {@link PageModel.draw} gave. */
export interface DrawnBatch {
  readonly images: readonly Drawn[];
  readonly backend: Backend;
  /** Of all images together, without the way to the worker and back. */
  readonly milliseconds: number;
  /** Full passes of the prior; only on WebGPU, where images are drawn by fixed point. */
  readonly passes?: number;
}

/** What a call of {@link PageModel.encode} gave. */
export interface Encoded {
  /** `[gh * gw]`. */
  readonly codes: Uint32Array;
  /** The picture that was encoded, in the model's size. */
  readonly seen: Picture;
  /** The codes, decoded. */
  readonly reconstruction: Picture;
}

/** A trained model in a worker of this page. Every method rejects with a {@link PageModelError}. */
export interface PageModel {
  readonly manifest: CodeManifest;
  /** Hash of the bundle. */
  readonly version: string;
  /** `[K, D]`. */
  readonly codebook: Float32Array;
  readonly backend: Backend;
  /** Why this backend, as a sentence for people. */
  readonly reason: string;
  /** Milliseconds from the bundle's last byte to a model that has drawn its first picture. */
  readonly openMilliseconds: number;
  /**
   * Draws images. Aborting stops at the next image or pass and rejects with the signal's reason.
   * @param options.onProgress Called as rows become final; this makes drawing slightly slower.
   */
  draw(
    requests: readonly DrawRequest[],
    options?: { readonly onProgress?: (progress: Progress) => void; readonly signal?: AbortSignal },
  ): Promise<DrawnBatch>;
  /** @param grids Each `[gh * gw]`, codes in [0, K). */
  decode(grids: readonly ArrayLike<number>[]): Promise<Picture[]>;
  /** Encodes a picture of any size up to 4096×4096: it is resized as the server does it. */
  encode(picture: Picture): Promise<Encoded>;
  /** Nats of each code given those before it. @returns `[gh * gw]`. */
  codeLogLikelihoods(codes: ArrayLike<number>, label?: number): Promise<Float64Array>;
  /** Lets go of the model; the worker ends with its last user. */
  close(): void;
}

/** What went wrong, for programs. */
export type PageModelErrorCode =
  /** `src` cannot be fetched or names no bundle. */
  | "unreachable"
  /** A file is not what the manifest says, or the manifest is not one. */
  | "corrupted"
  /** WebGPU was requested but is not available. */
  | "no-webgpu"
  /** WebAssembly was requested but is not available. */
  | "no-webassembly"
  /** The page's policy or the browser allows no worker. */
  | "no-worker"
  /** A setting is out of range. */
  | "invalid"
  /** Anything else, a lost GPU among it. */
  | "failed";

/** Why a call to a model failed; its message is for people. */
export class PageModelError extends Error {
  override readonly name = "PageModelError";
  constructor(readonly code: PageModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** Which model, and where it computes. */
export interface OpenOptions {
  /** Folder of the bundle, absolute or relative to the page. */
  readonly src: string;
  /** Default `auto`. */
  readonly backend?: BackendChoice;
}
