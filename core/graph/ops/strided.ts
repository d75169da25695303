import { requireShape } from "../shape_error.ts";
import { type Shape, sizeOf, stridesOf, type TensorType, type Values } from "../tensor_type.ts";

/** The source index of each element of `shape` in row-major order: start + Σ coordinate * stride. */
export function stridedIndices(shape: Shape, strides: readonly number[], start = 0): Uint32Array {
  let indices = Uint32Array.of(start);
  for (let axis = 0; axis < shape.length; axis++) {
    const side = shape[axis];
    const next = new Uint32Array(indices.length * side);
    for (let i = 0, at = 0; i < indices.length; i++) {
      for (let c = 0, from = indices[i]; c < side; c++, from += strides[axis]) next[at++] = from;
    }
    indices = next;
  }
  return indices;
}

/** The source index of each element when a tensor of shape `from` is stretched to `to`. */
export function broadcastIndices(from: Shape, to: Shape): Uint32Array {
  const skip = to.length - from.length;
  const own = stridesOf(from);
  const strides = to.map((_, axis) =>
    axis < skip || from[axis - skip] === 1 ? 0 : own[axis - skip]
  );
  return stridedIndices(to, strides);
}

/** y[i] = x[indices[i]], of x's element type. */
export function gather(x: Values, indices: Uint32Array): Values {
  const y = x instanceof Float32Array
    ? new Float32Array(indices.length)
    : new Uint32Array(indices.length);
  for (let i = 0; i < y.length; i++) y[i] = x[indices[i]];
  return y;
}

/** A shape seen along one axis: `[outer, length, inner]`. */
export interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

/** Splits a shape at `axis`. */
export function linesOf(shape: Shape, axis: number): Lines {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    length: shape[axis],
    inner: sizeOf(shape.slice(axis + 1)),
  };
}

/** Requires an axis below the rank. @throws {ShapeError} */
export function requireAxis(op: string, axis: number, rank: number, inputs: readonly TensorType[]) {
  const holds = Number.isInteger(axis) && axis >= 0 && axis < rank;
  requireShape(holds, op, `axis ${axis} to be below the rank ${rank}`, inputs);
}

/** `shape` without the axes, or with 1 in their place. */
export function withoutAxes(shape: Shape, axes: readonly number[], keepDims = false): number[] {
  return keepDims
    ? shape.map((side, axis) => axes.includes(axis) ? 1 : side)
    : shape.filter((_, axis) => !axes.includes(axis));
}
