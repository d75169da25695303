/**
 * Types of `widget.js`, which defines `<tessera-generator>`.
 *
 * ```html
 * <script type="module" src="https://HOST/widget.js"></script>
 * <tessera-generator src="https://HOST/models/mnist/" seed="7" class-label="3"></tessera-generator>
 * ```
 *
 * @module
 */

/** What computes: ONNX Runtime on WebGPU, WebAssembly, or plain JavaScript where a page's policy forbids WebAssembly. */
export type Backend = "webgpu" | "wasm" | "javascript";

/** Why there is no picture. */
export type ErrorCode =
  /** `src` cannot be fetched or is not the folder of a bundle. */
  | "unreachable"
  /** A file is not what the bundle's manifest says. */
  | "corrupted"
  /** `backend` is `webgpu`, and there is none. */
  | "no-webgpu"
  /** `backend` is `wasm`, and there is no WebAssembly. */
  | "no-webassembly"
  /** The page's policy or the browser allows no worker. */
  | "no-worker"
  /** An attribute or option is out of range. */
  | "invalid"
  /** Anything else, such as a lost GPU. */
  | "failed";

/** The codes of one image: a row each, as over HTTP, or all of them in raster order. */
export type CodeGrid<Code = number> = ArrayLike<Code> | ArrayLike<ArrayLike<Code>>;

/** An image to encode. */
export type ImageHolder =
  | Blob
  | ImageData
  | ImageBitmap
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas;

/** What a bundle says about itself, as far as a page needs it. */
export interface Manifest {
  readonly id: string;
  readonly title: string;
  readonly image: { readonly height: number; readonly width: number; readonly channels: 1 | 3 | 4 };
  /** What the model maps images to: grids of codes below `size`, or continuous latents. */
  readonly space:
    | {
      readonly kind: "codes";
      readonly height: number;
      readonly width: number;
      readonly size: number;
    }
    | {
      readonly kind: "latents";
      readonly height: number;
      readonly width: number;
      readonly channels: number;
    };
  /** How new images come about; null where the model makes none. */
  readonly draws: "in order" | "at once" | "by denoising" | null;
  /** Rows and columns of the codes of one image. */
  readonly grid: { readonly height: number; readonly width: number };
  /** Names of the classes; empty if the model has none. */
  readonly classes: readonly string[];
}

/** What to draw. A setting that is left out is as the attributes say; null is as if the attribute were missing. */
export interface GenerateOptions {
  /** Whole, in [0, 2^32). */
  readonly seed?: number | null;
  /** Index of the class as a number; its name, or an index that no class has as its name, as a text. */
  readonly class?: number | string | null;
  /** Another name of `class`. */
  readonly classLabel?: number | string | null;
  /** In [0, 4]. */
  readonly temperature?: number | null;
  /** Whole, in [1, K]. */
  readonly topK?: number | null;
  /** In (0, 1]. */
  readonly topP?: number | null;
  /** In [0, 10]; 1 is off. */
  readonly guidance?: number | null;
  /** Codes to keep, null where they are to be drawn. */
  readonly codes?: CodeGrid<number | null>;
  /** Stops the drawing. */
  readonly signal?: AbortSignal;
}

/** Detail of `tessera-ready`: the model is open. */
export interface ReadyDetail {
  readonly manifest: Manifest;
  /** Hash of the bundle. */
  readonly version: string;
  readonly backend: Backend;
  /** Why this backend, as a sentence for people. */
  readonly reason: string;
  /** From the bundle's last byte to a model that can draw. */
  readonly milliseconds: number;
}

/** Detail of `tessera-progress`: rows of codes are final and shown. */
export interface ProgressDetail {
  readonly seed: number;
  /** Rows that are final, out of `height`. */
  readonly rows: number;
  readonly height: number;
  /** `[rows][grid width]` */
  readonly codes: number[][];
}

/** Detail of `tessera-image`, and what `generate()` gives: a picture was drawn and is shown. */
export interface ImageDetail {
  /** `[grid height][grid width]` */
  readonly codes: number[][];
  readonly seed: number;
  /** Index of the class, given or drawn; missing if the model has no classes or codes were kept without one. */
  readonly class?: number;
  readonly backend: Backend;
  /** Of drawing and decoding. */
  readonly milliseconds: number;
  /** Nats of the whole grid at temperature 1, without truncation or guidance. */
  readonly logLikelihood: number;
  /** Full passes of the prior; only on WebGPU. */
  readonly passes?: number;
}

/** Detail of `tessera-error`. */
export interface ErrorDetail {
  readonly code: ErrorCode;
  /** For people. */
  readonly message: string;
}

/** What the element's methods reject with, unless a signal aborted them. */
export interface TesseraError extends Error {
  readonly code: ErrorCode;
}

/** What `encode()` gives. */
export interface EncodedImage {
  /** `[grid height][grid width]` */
  readonly codes: number[][];
  /** The image in the model's size. */
  readonly seen: ImageData;
  /** What the codes keep of it. */
  readonly reconstruction: ImageData;
}

/** Events of the element by their type. They bubble and leave shadow trees. */
export interface TesseraEvents {
  "tessera-ready": CustomEvent<ReadyDetail>;
  "tessera-progress": CustomEvent<ProgressDetail>;
  "tessera-image": CustomEvent<ImageDetail>;
  "tessera-error": CustomEvent<ErrorDetail>;
}

/** `<tessera-generator>`. Each property but the methods is the attribute of the same name. */
export declare class TesseraGenerator extends HTMLElement {
  static readonly observedAttributes: string[];
  /** Folder of the bundle, absolute or relative to the page. */
  get src(): string;
  set src(src: string | URL | null);
  /** In [0, 2^32); null: the element draws one itself. */
  get seed(): number | null;
  set seed(seed: number | string | null);
  /** `class-label`: name of a class, or its index where no class has that name; null: it follows from the seed. */
  get classLabel(): number | string | null;
  set classLabel(label: number | string | null);
  /** In [0, 4]; null is 1. */
  get temperature(): number | null;
  set temperature(temperature: number | string | null);
  /** `top-k`, in [1, K]; null is all. */
  get topK(): number | null;
  set topK(count: number | string | null);
  /** `top-p`, in (0, 1]; null is all. */
  get topP(): number | null;
  set topP(share: number | string | null);
  /** `auto`, `webgpu` or `wasm`. */
  get backend(): string;
  set backend(backend: string | null);
  /** Whether there are controls; words, some of `new seed class temperature download`, choose among them. */
  get controls(): boolean | string;
  set controls(controls: boolean | string | null);
  /** `eager`, or `lazy` to wait until the element is nearly in view. */
  get loading(): string;
  set loading(loading: string | null);
  /** What the picture is called instead of its class and seed; an empty text: it is decoration. */
  get alt(): string | null;
  set alt(alt: string | null);
  /** Draws a picture, shows it unless something newer is to be shown, and fires the events. Rejects with a {@link TesseraError}. */
  generate(options?: GenerateOptions): Promise<ImageDetail>;
  /** Shows the picture of codes, each in [0, K). Rejects with a {@link TesseraError}. */
  decode(codes: CodeGrid): Promise<ImageData>;
  /** The codes of an image of any size, and what they keep; shows nothing. Rejects with a {@link TesseraError}. */
  encode(image: ImageHolder): Promise<EncodedImage>;
}

declare global {
  interface HTMLElementTagNameMap {
    "tessera-generator": TesseraGenerator;
  }
  interface HTMLElementEventMap extends TesseraEvents {}
}
