import { isOp, type Tensor } from "../../../core/graph/mod.ts";
import { costOf } from "../pointwise/cost.ts";
import { isPointwise } from "../pointwise/trace.ts";
import { isScatter, scatteredCodes } from "../products/matmul_scatter.ts";

/** Instructions for four elements: what takes more is not computed twice. */
const CHEAP = 4;

/**
 * Chooses the tensors that get memory. The others are pointwise and are computed inside each task that reads them.
 * @param order Tensors in topological order.
 * @param wanted Tensors that must be stored: outputs, gradients, new parameter values.
 */
export function chooseStored(order: readonly Tensor[], wanted: ReadonlySet<Tensor>): Set<Tensor> {
  const readers = readersOf(order);
  const stored = new Set<Tensor>();
  /** What each tensor without memory is computed from, and by how many instructions. */
  const inlined = new Map<Tensor, { reads: Set<Tensor>; cost: number }>();
  for (const tensor of order) {
    const own = { reads: new Set<Tensor>(), cost: costOf(tensor) };
    for (const input of tensor.inputs) {
      const below = inlined.get(input);
      if (!below) own.reads.add(input);
      below?.reads.forEach((it) => own.reads.add(it));
      own.cost += below?.cost ?? 0;
    }
    const { count, byProduct } = readers.get(tensor)!;
    const isStored = tensor.inputs.length === 0 || wanted.has(tensor) || !isPointwise(tensor) ||
      byProduct || (count > 1 && (own.cost > CHEAP || passesSaved(tensor, own.reads, count) > 0));
    if (isStored) stored.add(tensor);
    else inlined.set(tensor, own);
  }
  return stored;
}

/** How many more passes over memory it takes to compute a tensor in each of its readers than to store it once. */
function passesSaved(tensor: Tensor, reads: ReadonlySet<Tensor>, readers: number): number {
  let passes = 0;
  for (const { size } of reads) passes += Math.min(1, size / tensor.size);
  return passes * readers - (passes + 1 + readers);
}

/**
 * How often tensors read all of each (two of them may read a half), and whether one is a product: it reads memory only.
 */
function readersOf(order: readonly Tensor[]): Map<Tensor, { count: number; byProduct: boolean }> {
  const readers = new Map(order.map((tensor) => [tensor, { count: 0, byProduct: false }]));
  for (const tensor of order) {
    for (const input of new Set(tensor.inputs)) {
      const entry = readers.get(input)!;
      entry.count += isOp(tensor, "slice") ? tensor.size / input.size : 1;
      const isComputed = isPointwise(tensor) || isOp(tensor, "reduce_sum") ||
        isOp(tensor, "argmin") ||
        (isScatter(tensor) && input === tensor.inputs[0]);
      if (!isComputed) entry.byProduct = true;
    }
    if (isScatter(tensor)) readers.get(scatteredCodes(tensor))!.byProduct = true;
  }
  return readers;
}
