import type { ResultOf, RowListener, Task } from "../routes/inference.ts";

/** What a worker is told: first what to open, then one task at a time. */
export type ToWorker<Opening> =
  | { readonly kind: "open"; readonly opening: Opening }
  | { readonly kind: "task"; readonly task: Task; readonly rows: boolean };

/** What a worker tells. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "unopened"; readonly failure: Failure }
  | { readonly kind: "row"; readonly row: number; readonly codes: Uint32Array }
  | { readonly kind: "done"; readonly result: ResultOf<Task> }
  | { readonly kind: "failed"; readonly failure: Failure };

/** An error in a form that can be sent. */
export interface Failure {
  readonly message: string;
  readonly stack?: string;
  /** Set where the input was refused. */
  readonly reason?: "malformed" | "too_large";
}

/** Does one task; the worker's side of a lane. */
export type Perform = <T extends Task>(task: T, onRow?: RowListener) => Promise<ResultOf<T>>;
