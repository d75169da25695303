import type { Graph } from "./graph.ts";

/** Sizes per axis, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

/** f32 for values, u32 for codes, classes and random keys. */
export type DType = "f32" | "u32";

/** What a tensor holds: shape and element type. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Row-major elements of a tensor on the host. */
export type Values = Float32Array | Uint32Array;

/** Static settings of one use of an op: plain JSON data. */
// deno-lint-ignore no-explicit-any
export type Attributes = any;

/**
 * One operation of the vocabulary: everything that all executors share about it.
 * An executor adds only how to compute it fast.
 */
export interface Op<A = Attributes> {
  readonly name: string;
  /** The shape rule. @throws {ShapeError} naming the op, the rule and the actual shapes. */
  readonly type: (inputs: readonly TensorType[], attributes: A) => TensorType;
  /** The oracle: plain TypeScript on row-major values, sums in f64. */
  readonly reference: (inputs: readonly Values[], tensor: Tensor<A>) => Values;
  /**
   * The vector-Jacobian product in terms of ops: dL/dx for each input x given `dY` = dL/dy.
   * Absent, or `undefined` for an input: no gradient flows there.
   */
  readonly derivative?: (tensor: Tensor<A>, dY: Tensor) => readonly (Tensor | undefined)[];
}

/** A node of a graph: the value one op makes of its inputs. Made by `Graph.apply`, never directly. */
export class Tensor<A = Attributes> implements TensorType {
  constructor(
    readonly graph: Graph,
    /** Position in `graph.tensors`, which is a topological order. */
    readonly id: number,
    readonly op: Op<A>,
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

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const side of shape) size *= side;
  return size;
}

/** Row-major strides of a shape, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Zeros of a type. */
export function allocate({ shape, dtype }: TensorType): Values {
  return dtype === "f32" ? new Float32Array(sizeOf(shape)) : new Uint32Array(sizeOf(shape));
}
