import type { Tensor } from "../../../core/graph/mod.ts";
import type { Buffer, Task } from "./task.ts";

export type { Epilogue } from "../../storage/epilogue.ts";

/** What lowering an op may use. */
export interface Lowering {
  /** True if the tensor has memory; otherwise it is computed inside each task that reads it. */
  isStored(tensor: Tensor): boolean;
  /** Where a stored tensor is, row-major. */
  bufferOf(tensor: Tensor): Buffer;
  /** New memory, for the tasks that name it alone. */
  scratch(words: number, label: string): Buffer;
  /** Appends a task. Tasks run in the order in which they are recorded. */
  record(task: Task): void;
}
