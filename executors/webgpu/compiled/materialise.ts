import { isOp, type Tensor } from "../../../core/graph/mod.ts";
import { isPointwise } from "./pointwise.ts";

/** Buffers one pointwise kernel may read: WebGPU promises 8 storage buffers, one is written. */
export const MAX_READS = 7;
/** A tensor with several consumers is recomputed in each if it costs at most this many loads. */
const MAX_RECOMPUTED_READS = 2;

/**
 * Chooses the tensors that get memory. The others are pointwise and are computed inside each kernel
 * that reads them.
 * @param order Tensors in topological order.
 * @param wanted Tensors that must be stored: outputs, gradients, new parameter values.
 */
export function chooseStored(order: readonly Tensor[], wanted: ReadonlySet<Tensor>): Set<Tensor> {
  const consumers = countConsumers(order);
  const stored = new Set<Tensor>();
  const reads = new Map<Tensor, Set<Tensor>>();
  for (const tensor of order) {
    const own = readsOf(tensor, stored, reads);
    const isSource = tensor.inputs.length === 0;
    if (
      isSource || wanted.has(tensor) || !isPointwise(tensor) ||
      consumers.get(tensor)!.byKernel ||
      own.size > MAX_READS - 2 ||
      (consumers.get(tensor)!.count > 1 && own.size > MAX_RECOMPUTED_READS)
    ) {
      stored.add(tensor);
      reads.set(tensor, new Set([tensor]));
    } else {
      reads.set(tensor, own);
    }
  }
  while (storeMore(order, stored)) continue;
  return stored;
}

/**
 * Stores the widest input of a kernel that would read too much.
 * @returns True if there was one: what other kernels read has changed.
 */
function storeMore(order: readonly Tensor[], stored: Set<Tensor>): boolean {
  const reads = new Map<Tensor, Set<Tensor>>();
  for (const tensor of order) {
    const own = readsOf(tensor, stored, reads);
    const inlined = tensor.inputs.filter((input) => !stored.has(input));
    if (own.size > MAX_READS && inlined.length > 0) {
      stored.add(inlined.reduce((a, b) => reads.get(b)!.size > reads.get(a)!.size ? b : a));
      return true;
    }
    reads.set(tensor, stored.has(tensor) ? new Set([tensor]) : own);
  }
  return false;
}

function countConsumers(
  order: readonly Tensor[],
): Map<Tensor, { count: number; byKernel: boolean }> {
  const consumers = new Map(order.map((tensor) => [tensor, { count: 0, byKernel: false }]));
  for (const tensor of order) {
    for (const input of new Set(tensor.inputs)) {
      const entry = consumers.get(input)!;
      entry.count++;
      // The code of reduce_sum is generated, so a pointwise input can be inlined into it.
      if (!isPointwise(tensor) && !isOp(tensor, "reduce_sum")) entry.byKernel = true;
    }
  }
  return consumers;
}

function readsOf(
  tensor: Tensor,
  stored: ReadonlySet<Tensor>,
  reads: ReadonlyMap<Tensor, ReadonlySet<Tensor>>,
): Set<Tensor> {
  const all = new Set<Tensor>();
  for (const input of tensor.inputs) {
    for (const read of stored.has(input) ? [input] : reads.get(input)!) {
      if (tensor.graph.constants.get(read)?.length !== 1) all.add(read);
    }
  }
  return all;
}
