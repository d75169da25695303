import { Graph, type Op, type Tensor } from "./graph.ts";
import { zeros } from "./initializers.ts";
import { type OpName, OPS } from "./registry.ts";
import { requireShape } from "./shape_error.ts";
import { type Side, sideFor } from "./side.ts";
import type { DType } from "./tensor_type.ts";

/** A value fed at every run. */
export interface FileInput {
  /** Its kind. */
  readonly op: "input";
  /** That it is fed by. */
  readonly name: string;
  /** Of its elements. */
  readonly dtype: DType;
  /** Sizes per axis. */
  readonly shape: readonly Side[];
}

/** An f32 value that a bundle's weights hold under this name. */
export interface FileParameter {
  /** Its kind. */
  readonly op: "parameter";
  /** In the graph, and of the weight. */
  readonly name: string;
  /** Sizes per axis. */
  readonly shape: readonly number[];
}

/** Values that are part of the graph, row-major. */
export interface FileConstant {
  /** Its kind. */
  readonly op: "constant";
  /** Of its elements. */
  readonly dtype: DType;
  /** Sizes per axis. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: readonly number[];
}

/** What an op makes of tensors before it. */
export interface FileOp {
  /** Name of the op. */
  readonly op: OpName;
  /** Places in {@link GraphFile.tensors}. */
  readonly inputs: readonly number[];
  /** Left out for an op that has none. */
  readonly attributes?: FileAttributes;
}

/** Settings of an op; lists that describe a shape may hold sides that follow the number of images. */
export type FileAttributes = Readonly<
  Record<string, number | boolean | readonly Side[]>
>;

/** A tensor of a graph file. */
export type FileTensor = FileInput | FileParameter | FileConstant | FileOp;

/**
 * A graph as JSON, for any number of images. `traceGraph()` makes one of a model, `readGraphFile()` checks one that
 * comes from outside, and {@link instantiate} makes a `Graph` of it.
 */
export interface GraphFile {
  /** In topological order. */
  readonly tensors: readonly FileTensor[];
  /** Places in `tensors` by name. */
  readonly outputs: Readonly<Record<string, number>>;
}

/**
 * The graph for `n` images. Nothing is allocated but its constants.
 * @param visit Called for each tensor once its shape is known.
 * @throws {ShapeError} If a shape rule refuses, which it does not for a checked file.
 */
export function instantiate(file: GraphFile, n: number, visit?: Visit): Graph {
  const graph = new Graph();
  const outputs = splice(graph, file, { n, visit });
  for (const [name, tensor] of outputs) graph.output(name, tensor);
  return graph;
}

/** Called with each tensor and its place in the file. */
export type Visit = (tensor: Tensor, index: number) => void;

/**
 * Adds a graph file to a graph. Parameters that the graph has under their names already are shared.
 * @param options.inputs Tensors that stand for inputs of the file; others become inputs of the graph.
 * @returns The outputs of the file by name.
 * @throws {ShapeError} If an input or a parameter is of another shape than the file's.
 */
export function splice(
  graph: Graph,
  { tensors, outputs }: GraphFile,
  { n, inputs = new Map(), visit }: {
    n: number;
    inputs?: ReadonlyMap<string, Tensor>;
    visit?: Visit;
  },
): Map<string, Tensor> {
  const added: Tensor[] = [];
  tensors.forEach((tensor, index) => {
    const known = isInput(tensor)
      ? inputs.get(tensor.name)
      : isParameter(tensor)
      ? graph.parameters.get(tensor.name)?.tensor
      : undefined;
    if (known && "name" in tensor) {
      const shape = tensor.shape.map((side) => sideFor(side, n));
      const rule = `its shape is [${shape.join(", ")}]`;
      requireShape(String(known.shape) === String(shape), tensor.name, rule, [known]);
    }
    added.push(known ?? add(graph, tensor, added, n));
    visit?.(added[index], index);
  });
  return new Map(Object.entries(outputs).map(([name, index]) => [name, added[index]]));
}

function add(graph: Graph, tensor: FileTensor, before: readonly Tensor[], n: number): Tensor {
  if (isInput(tensor)) {
    return graph.input(tensor.name, tensor.shape.map((side) => sideFor(side, n)), tensor.dtype);
  }
  if (isParameter(tensor)) return graph.parameter(tensor.name, tensor.shape, zeros);
  if (isConstant(tensor)) {
    const { dtype, values, shape } = tensor;
    return graph.constant(
      dtype === "f32" ? Float32Array.from(values) : Uint32Array.from(values),
      shape,
    );
  }
  const op: Op = OPS[tensor.op];
  const inputs = tensor.inputs.map((at) => before[at]);
  return graph.apply(op, inputs, attributesFor(tensor.attributes, n));
}

/** Attributes for `n` images. */
function attributesFor(attributes: FileAttributes = {}, n: number) {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      typeof value === "object" ? value.map((side) => sideFor(side, n)) : value,
    ]),
  );
}

function isInput(tensor: FileTensor): tensor is FileInput {
  return tensor.op === "input";
}

function isParameter(tensor: FileTensor): tensor is FileParameter {
  return tensor.op === "parameter";
}

function isConstant(tensor: FileTensor): tensor is FileConstant {
  return tensor.op === "constant";
}
