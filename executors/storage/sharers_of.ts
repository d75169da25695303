import { isOp, type Tensor } from "../../core/graph/mod.ts";

/** A tensor and the tensors below it whose memory it may share: what it reshapes. */
export function sharersOf(tensor: Tensor): Tensor[] {
  return isOp(tensor, "reshape") ? [tensor, ...sharersOf(tensor.inputs[0])] : [tensor];
}
