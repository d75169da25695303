import type {
  BackendChoice,
  DrawnBatch,
  DrawRequest,
  Encoded,
  PageModel,
  PageModelErrorCode,
  Picture,
  Progress,
} from "./page_model.ts";

/** Calls from a page to its worker, with their results, by name. */
export interface Calls {
  open: { asks: { src: string; backend: BackendChoice }; gives: OpenModel };
  draw: { asks: { requests: readonly DrawRequest[]; progress: boolean }; gives: DrawnBatch };
  decode: { asks: { grids: readonly number[][] }; gives: Picture[] };
  encode: { asks: { picture: Picture }; gives: Encoded };
  judge: { asks: { codes: readonly number[]; label?: number }; gives: Float64Array };
}

export type CallName = keyof Calls;

/** Description of an open model. */
export type OpenModel = Pick<
  PageModel,
  "manifest" | "version" | "codebook" | "backend" | "reason" | "openMilliseconds"
>;

/** From the page. */
export type WorkerCall =
  | { readonly id: number; readonly name: CallName; readonly asks: Calls[CallName]["asks"] }
  | { readonly id: number; readonly name: "abort" };

/** From the worker. */
export type WorkerReply =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly value: Calls[CallName]["gives"] }
  | {
    readonly id: number;
    readonly error: { readonly code: PageModelErrorCode; readonly message: string };
  };
