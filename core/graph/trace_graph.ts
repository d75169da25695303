import type { Graph, Tensor } from "./graph.ts";
import type { FileOp, FileTensor, GraphFile } from "./graph_file.ts";
import { requireKnownOp } from "./registry.ts";
import { readGraphFile } from "./read_graph_file.ts";
import { ancestors } from "./reference.ts";
import { type Side, sideOf } from "./side.ts";

/** Large primes: no side of a model is one by chance. Building a graph computes nothing. */
const COUNTS = [1009, 1013] as const;

/**
 * A graph as data, for any number of images: it is built for two numbers, and what differs between them must be sides
 * that are multiples of the number. Kept are the inputs and what the outputs need.
 * @param build Makes the graph for n images.
 * @param prefix Stands before the name of each parameter: then it is that of the weight in a bundle.
 * @throws {TypeError} If the graphs differ in more than sides.
 * @throws {GraphFileError} If the graph is larger than a bundle may hold.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Graph, relu, traceGraph } from "./mod.ts";
 *
 * const file = traceGraph((n) => {
 *   const graph = new Graph();
 *   graph.output("y", relu(graph.input("x", [n, 3])));
 *   return graph;
 * });
 * assertEquals(file.tensors, [
 *   { op: "input", name: "x", dtype: "f32", shape: ["n", 3] },
 *   { op: "relu", inputs: [0] },
 * ]);
 * ```
 */
export function traceGraph(
  build: (n: number) => Graph,
  { prefix = "" }: { prefix?: string } = {},
): GraphFile {
  const [graph, other] = COUNTS.map(build);
  requireAlike(graph.tensors.length === other.tensors.length, "number of tensors");
  const needed = new Set([...graph.inputs.values(), ...ancestors([...graph.outputs.values()])]);
  const kept = graph.tensors.filter((tensor) => needed.has(tensor));
  const placeOf = new Map(kept.map((tensor, index) => [tensor, index]));
  const tensors = kept.map((tensor) => {
    return fileTensor({ tensor, twin: other.tensors[tensor.id], placeOf, prefix });
  });
  const outputs = Object.fromEntries(
    Array.from(graph.outputs, ([name, tensor]) => [name, placeOf.get(tensor)!]),
  );
  return readGraphFile({ tensors, outputs });
}

interface Traced {
  readonly tensor: Tensor;
  /** The same tensor for the other number of images. */
  readonly twin: Tensor;
  readonly placeOf: ReadonlyMap<Tensor, number>;
  readonly prefix: string;
}

function fileTensor({ tensor, twin, placeOf, prefix }: Traced): FileTensor {
  const { op, name, dtype, graph, inputs } = tensor;
  requireAlike(op.name === twin.op.name && name === twin.name, `op of tensor ${tensor.id}`);
  requireAlike(String(inputs.map(idOf)) === String(twin.inputs.map(idOf)), `inputs of ${op.name}`);
  const shape = sides(op.name, tensor.shape, twin.shape);
  switch (op.name) {
    case "input":
      return { op: "input", name: name!, dtype, shape };
    case "parameter":
      return { op: "parameter", name: prefix + name, shape: shape as number[] };
    case "constant": {
      const values = graph.constants.get(tensor)!, others = twin.graph.constants.get(twin)!;
      requireAlike(String(values) === String(others), "a constant");
      return { op: "constant", dtype, shape: shape as number[], values: [...values] };
    }
    default: {
      const places = inputs.map((input) => placeOf.get(input)!);
      return { op: requireKnownOp(tensor).op.name, inputs: places, ...attributesOf(tensor, twin) };
    }
  }
}

type Attributes = Readonly<Record<string, number | boolean | readonly number[]>>;

function attributesOf(
  { op: { name }, ...tensor }: Tensor,
  twin: Tensor,
): Pick<FileOp, "attributes"> {
  const others = twin.attributes as Attributes;
  const entries = Object.entries(tensor.attributes as Attributes).map(([key, value]) => {
    const other = others[key];
    if (typeof value === "object") return [key, sides(name, value, other as readonly number[])];
    requireAlike(value === other, `${key} of ${name}`);
    return [key, value];
  });
  return entries.length > 0 ? { attributes: Object.fromEntries(entries) } : {};
}

function sides(op: string, a: readonly number[], b: readonly number[]): Side[] {
  requireAlike(a.length === b.length, `rank of ${op}`);
  return a.map((side, axis) => {
    const traced = sideOf({ counts: COUNTS, sides: [side, b[axis]] });
    requireAlike(traced !== undefined, `a side of ${op}`);
    return traced!;
  });
}

function idOf({ id }: Tensor): number {
  return id;
}

function requireAlike(holds: boolean, what: string): void {
  if (holds) return;
  throw new TypeError(
    `Cannot trace a graph: expected ${what} to be fixed or a multiple of the number of images, got neither`,
  );
}
