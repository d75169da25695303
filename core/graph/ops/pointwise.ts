import { requireShape } from "../shape_error.ts";
import { type Shape, sizeOf, type TensorType, type Values } from "../tensor_type.ts";
import { broadcastIndices } from "./strided.ts";

/** Shape rule of an op on one f32 tensor that keeps its shape. */
export function sameType(op: string): (inputs: readonly TensorType[]) => TensorType {
  return (inputs) => {
    requireShape(inputs.length === 1 && inputs[0].dtype === "f32", op, "x to be f32", inputs);
    return { shape: inputs[0].shape, dtype: "f32" };
  };
}

/** Shape rule of an op on `count` f32 tensors whose shapes broadcast as in NumPy. */
export function broadcastType(
  op: string,
  count: number,
): (inputs: readonly TensorType[]) => TensorType {
  return (inputs) => {
    requireShape(inputs.length === count, op, `${count} tensors`, inputs);
    requireShape(inputs.every(({ dtype }) => dtype === "f32"), op, "inputs to be f32", inputs);
    const shape = broadcastShape(inputs.map((input) => input.shape));
    requireShape(shape !== undefined, op, "shapes to broadcast", inputs);
    return { shape, dtype: "f32" };
  };
}

/** The shape that all shapes stretch to: right-aligned, sides equal or 1. Undefined if there is none. */
export function broadcastShape(shapes: readonly Shape[]): number[] | undefined {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let axis = 0; axis < shape.length; axis++) {
      const at = rank - shape.length + axis;
      if (shape[axis] === 1 || shape[axis] === result[at]) continue;
      if (result[at] !== 1) return undefined;
      result[at] = shape[axis];
    }
  }
  return result;
}

/** y[i] = f(x[i]), rounded to f32. */
export function mapValues(x: Values, f: (value: number) => number): Float32Array {
  const y = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) y[i] = f(x[i]);
  return y;
}

/** y = f(a, b) with both stretched to `shape`, rounded to f32. */
export function zipValues(
  [a, b]: readonly { values: Values; shape: Shape }[],
  shape: Shape,
  f: (a: number, b: number) => number,
): Float32Array {
  const y = new Float32Array(sizeOf(shape));
  const fromA = a.values.length === y.length ? undefined : broadcastIndices(a.shape, shape);
  const fromB = b.values.length === y.length ? undefined : broadcastIndices(b.shape, shape);
  for (let i = 0; i < y.length; i++) {
    y[i] = f(a.values[fromA ? fromA[i] : i], b.values[fromB ? fromB[i] : i]);
  }
  return y;
}
