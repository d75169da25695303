import type { Tensor } from "../../../core/graph/mod.ts";
import type { BufferRef } from "../kernels/kernel.ts";
import type { DispatchRecorder } from "./dispatch_recorder.ts";

/** What lowering a tensor may use. */
export interface Lowering {
  readonly recorder: DispatchRecorder;
  /** Tensors with memory; the rest is computed where it is read. */
  isStored(tensor: Tensor): boolean;
  bufferOf(tensor: Tensor): BufferRef;
}
