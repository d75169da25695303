/** Sizes per axis, outermost first. `[]` is a scalar. */
export type Shape = readonly number[];

/** f32 for values, u32 for codes, classes and random keys. */
export type DType = "f32" | "u32";

/** What a tensor holds: shape and element type. */
export interface TensorType {
  /** Sizes per axis. */
  readonly shape: Shape;
  /** Type of each element. */
  readonly dtype: DType;
}

/** Row-major elements of a tensor on the host. */
export type Values = Float32Array | Uint32Array;

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
