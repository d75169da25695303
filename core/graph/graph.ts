import { describeType, ShapeError } from "./shape_error.ts";
import type { AttributeKinds } from "./attribute_kinds.ts";
import { type DType, type Shape, sizeOf, type TensorType, type Values } from "./tensor_type.ts";

/**
 * One operation of the vocabulary: everything that all executors share about it.
 * An executor adds only how to compute it fast.
 *
 * @typeParam N Its name. @typeParam A The static settings of one use: plain JSON data.
 */
export interface Op<N extends string = string, A = unknown> {
  /** In the vocabulary, names are unique. */
  readonly name: N;
  /** What each attribute may hold. */
  readonly attributes: AttributeKinds<A>;
  /** The shape rule. @throws {ShapeError} naming the op, the rule and the actual shapes. */
  type(inputs: readonly TensorType[], attributes: A): TensorType;
  /** The oracle: plain TypeScript on row-major values, sums in f64. */
  reference(inputs: readonly Values[], tensor: Tensor<N, A>): Values;
  /**
   * The vector-Jacobian product in terms of ops: dL/dx for each input x given `dY` = dL/dy.
   * Absent, or `undefined` for an input: no gradient flows there.
   */
  derivative?(tensor: Tensor<N, A>, dY: Tensor): readonly (Tensor | undefined)[];
}

/** A node of a graph: the value one op makes of its inputs. Made by `Graph.apply`, never directly. */
export class Tensor<N extends string = string, A = unknown> implements TensorType {
  /** Called by {@link Graph.apply} alone. */
  constructor(
    readonly graph: Graph,
    /** Position in `graph.tensors`, which is a topological order. */
    readonly id: number,
    readonly op: Op<N, A>,
    readonly inputs: readonly Tensor[],
    readonly attributes: A,
    readonly shape: Shape,
    readonly dtype: DType,
    /** Set for inputs and parameters. */
    readonly name?: string,
  ) {}

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }
}

/** Draws the first value of a parameter. */
export type Initializer = (shape: Shape, random: RandomSource) => Float32Array;

/** The random numbers an initializer may draw. */
export interface RandomSource {
  /** In [0, 1). */
  uniform(): number;
  /** Mean 0, variance 1. */
  normal(): number;
}

/** A named tensor that training changes and a bundle stores. */
export interface Parameter {
  /** Its value. */
  readonly tensor: Tensor;
  /** Draws its first value. */
  readonly initializer: Initializer;
  /** False for state that gradients do not change (an EMA codebook): the graph assigns it. */
  readonly trainable: boolean;
}

function source<N extends string>(name: N): Op<N, TensorType> {
  return {
    name,
    attributes: { shape: "sides", dtype: "dtype" },
    type: (_, attributes) => attributes,
    reference: () => {
      throw new TypeError(
        `Cannot compute ${name}: expected a tensor with inputs, got one that is fed`,
      );
    },
  };
}
const INPUT = source("input");
const PARAMETER = source("parameter");
const CONSTANT = source("constant");

/**
 * A model, or a training step, as a list of tensors in topological order. Shapes are static.
 * A parameter's name is its safetensors key and its ONNX initializer.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evaluate, Graph, mul, ones } from "@tessera/tessera";
 *
 * const graph = new Graph();
 * const x = graph.input("x", [2]);
 * const weight = graph.parameter("weight", [2], ones);
 * graph.output("y", mul(x, weight));
 * const feeds = new Map([["x", Float32Array.of(1, 2)], ["weight", Float32Array.of(3, 4)]]);
 * const [y] = evaluate(graph, [graph.outputs.get("y")!], feeds);
 * assertEquals([...y], [3, 8]);
 * ```
 */
export class Graph {
  /** In topological order. */
  readonly tensors: Tensor[] = [];
  /** Values fed at every run, by name. */
  readonly inputs: Map<string, Tensor> = new Map();
  /** By name, in the order in which they were added. */
  readonly parameters: Map<string, Parameter> = new Map();
  /** Values that are part of the graph. */
  readonly constants: Map<Tensor, Values> = new Map();
  /** Results, by name. */
  readonly outputs: Map<string, Tensor> = new Map();
  /** Parameter name to its value after the step. */
  readonly assignments: Map<string, Tensor> = new Map();

  /** A value fed at every run. */
  input(name: string, shape: Shape, dtype: DType = "f32"): Tensor {
    this.#requireNew(this.inputs, "input", name);
    const tensor = this.#push(INPUT, [], { shape, dtype }, shape, dtype, name);
    this.inputs.set(name, tensor);
    return tensor;
  }

  /** A named f32 parameter. @throws {TypeError} If the name is taken. */
  parameter(
    name: string,
    shape: Shape,
    initializer: Initializer,
    { trainable = true }: { trainable?: boolean } = {},
  ): Tensor {
    this.#requireNew(this.parameters, "parameter", name);
    const tensor = this.#push(PARAMETER, [], { shape, dtype: "f32" }, shape, "f32", name);
    this.parameters.set(name, { tensor, initializer, trainable });
    return tensor;
  }

  /** Values known when the graph is built. @throws {ShapeError} If their number is not the shape's. */
  constant(values: Values, shape: Shape): Tensor {
    const dtype = values instanceof Float32Array ? "f32" : "u32";
    if (values.length !== sizeOf(shape)) {
      throw new ShapeError("constant", `${values.length} values to fill the shape`, [
        { shape, dtype },
      ]);
    }
    const tensor = this.#push(CONSTANT, [], { shape, dtype }, shape, dtype);
    this.constants.set(tensor, values);
    return tensor;
  }

  /** Adds an op. @throws {ShapeError} If its shape rule refuses. */
  apply<N extends string, A>(
    op: Op<N, A>,
    inputs: readonly Tensor[],
    attributes: NoInfer<A>,
  ): Tensor<N, A> {
    for (const input of inputs) {
      if (input.graph !== this) {
        throw new TypeError(
          `Cannot build ${op.name}: expected its inputs to be of one graph, got ${
            describeType(input)
          }`,
        );
      }
    }
    const { shape, dtype } = op.type(inputs, attributes);
    return this.#push(op, inputs, attributes, shape, dtype);
  }

  /** Names a tensor as a result of the graph. */
  output(name: string, tensor: Tensor): void {
    this.#requireNew(this.outputs, "output", name);
    this.outputs.set(name, tensor);
  }

  /** Assigns `value` to `parameter` at the end of a step. @throws {ShapeError} If the types differ. */
  assign(parameter: Tensor, value: Tensor): void {
    if (parameter.op !== PARAMETER) throw new TypeError("Cannot assign: target is no parameter");
    if (String(parameter.shape) !== String(value.shape) || value.dtype !== "f32") {
      throw new ShapeError("assign", "parameter and value to be alike", [parameter, value]);
    }
    this.assignments.set(parameter.name!, value);
  }

  #push<N extends string, A>(
    op: Op<N, A>,
    inputs: readonly Tensor[],
    attributes: NoInfer<A>,
    shape: Shape,
    dtype: DType,
    name?: string,
  ): Tensor<N, A> {
    const tensor = new Tensor(
      this,
      this.tensors.length,
      op,
      inputs,
      attributes,
      shape,
      dtype,
      name,
    );
    this.tensors.push(tensor);
    return tensor;
  }

  #requireNew(taken: ReadonlyMap<string, unknown>, kind: string, name: string): void {
    if (taken.has(name)) {
      throw new TypeError(`Cannot add ${kind}: expected a new name, got "${name}" twice`);
    }
  }
}
