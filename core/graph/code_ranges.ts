import type { Graph, Tensor } from "./graph.ts";
import { ancestors } from "./reference.ts";
import { isOp } from "./registry.ts";

/** A u32 value that may be too large for what reads it. */
export class CodeRangeError extends RangeError {
  constructor(tensor: string, limit: number, actual: number) {
    super(`Cannot run graph: expected ${tensor} to read codes below ${limit}, got below ${actual}`);
    this.name = "CodeRangeError";
  }
}

/**
 * Checks that no op looks a code up where there is no entry: follows how large the elements of u32 tensors can get.
 * @param inputs By the name of each u32 input, the number that its elements are below.
 * @returns For each u32 output, the number that its elements are below.
 * @throws {CodeRangeError} If a table has fewer entries than its codes can name.
 */
export function codeRanges(
  graph: Graph,
  inputs: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const below = new Map<Tensor, number>();
  for (const tensor of ancestors([...graph.outputs.values()])) {
    if (tensor.dtype === "u32") below.set(tensor, limitOf(tensor, below, inputs));
    const entries = entriesOf(tensor);
    if (!entries) continue;
    const actual = below.get(tensor.inputs[1])!;
    if (actual > entries) {
      throw new CodeRangeError(`tensor ${tensor.id} (${tensor.op.name})`, entries, actual);
    }
  }
  return new Map(
    Array.from(graph.outputs).flatMap(([name, tensor]) =>
      below.has(tensor) ? [[name, below.get(tensor)!] as const] : []
    ),
  );
}

function limitOf(
  tensor: Tensor,
  below: ReadonlyMap<Tensor, number>,
  inputs: Readonly<Record<string, number>>,
): number {
  const { op, name, graph } = tensor;
  if (op.name === "input") return inputs[name!] ?? 2 ** 32;
  const constant = graph.constants.get(tensor);
  if (constant) return [...constant].reduce((most, it) => Math.max(most, it + 1), 0);
  if (isOp(tensor, "argmin")) return tensor.inputs[0].shape[tensor.attributes.axis];
  return below.get(tensor.inputs[0]) ?? 2 ** 32; // Views.
}

/** Of an op that looks codes up, how many there may be. */
function entriesOf(tensor: Tensor): number | undefined {
  const { shape } = tensor.inputs[0] ?? { shape: [] };
  if (isOp(tensor, "embedding")) return shape[0];
  if (isOp(tensor, "cross_entropy")) return shape[tensor.attributes.axis];
  return undefined;
}
