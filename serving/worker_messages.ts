import type { ResultOf, RowListener, Task } from "../routes/inference.ts";

/** What a worker is sent: first what to open, then tasks. */
export type ToWorker<Opening> =
  | { readonly kind: "open"; readonly opening: Opening }
  | { readonly kind: "task"; readonly id: number; readonly task: Task; readonly rows: boolean };

/** What a worker sends. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "unopened"; readonly failure: Failure }
  | TaskNews & { readonly id: number };

/** What a worker says about one task. */
export type TaskNews =
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

/** Callbacks during a task. */
export interface Progress {
  readonly onRow?: RowListener;
  /** Lets other work go on between the steps of a long task; the event loop's, unless given. */
  readonly turn?: () => Promise<void>;
}

/** Runs one task inside a worker. */
export type Perform = <T extends Task>(task: T, progress?: Progress) => Promise<ResultOf<T>>;
