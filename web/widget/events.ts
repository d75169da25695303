import type { Manifest } from "../../core/bundle/mod.ts";
import type { Backend, PageModelErrorCode } from "../runtime/page_model.ts";

/** `tessera-ready`: the model is there. */
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

/** `tessera-progress`: rows of codes are final and shown. */
export interface ProgressDetail {
  readonly seed: number;
  /** Rows that are final, of how many. */
  readonly rows: number;
  readonly height: number;
  /** `[rows][gw]`. */
  readonly codes: number[][];
}

/** `tessera-image`: a picture was drawn and is shown. */
export interface ImageDetail {
  /** `[gh][gw]`, as over HTTP. */
  readonly codes: number[][];
  readonly seed: number;
  /** Index of the class, given or drawn; none if the model has no classes or codes were kept without one. */
  readonly class?: number;
  readonly backend: Backend;
  /** Of drawing and decoding, without the way to the worker and back. */
  readonly milliseconds: number;
  /** Nats of the whole grid at temperature 1, untruncated and unguided. */
  readonly logLikelihood: number;
  /** Full passes of the prior; only on WebGPU. */
  readonly passes?: number;
}

/** `tessera-error`: why there is no picture. */
export interface ErrorDetail {
  readonly code: PageModelErrorCode;
  /** For people. */
  readonly message: string;
}

/** Events by their type. They bubble, and leave the shadow trees they are in. */
export interface TesseraEvents {
  "tessera-ready": CustomEvent<ReadyDetail>;
  "tessera-progress": CustomEvent<ProgressDetail>;
  "tessera-image": CustomEvent<ImageDetail>;
  "tessera-error": CustomEvent<ErrorDetail>;
}

/** Fires an event. */
export function tell<Type extends keyof TesseraEvents>(
  target: EventTarget,
  type: Type,
  detail: TesseraEvents[Type]["detail"],
): void {
  target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

declare global {
  interface HTMLElementEventMap extends TesseraEvents {}
}
