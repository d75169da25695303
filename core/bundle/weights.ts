import { floatFromHalf, halfFromFloat } from "./half.ts";
import { writeSafetensors } from "./safetensors_write.ts";
import type { StoredTensor } from "./stored_tensor.ts";

/** A parameter of a model. */
export interface Weight {
  /** Sizes per axis. */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

/** The name of the only tensor of `codebook.safetensors`, `[K, D]`. */
export const CODEBOOK_TENSOR = "codebook";

/** The parameter of the graphs that `codebook.safetensors` holds in f32, whatever type the weights are stored in. */
export const CODEBOOK_WEIGHT = "autoencoder.codebook.entries";

/**
 * The bytes of `weights.safetensors`.
 *
 * @param dtype Of the file: F16 halves it and rounds each weight to 11 bits.
 * @throws {RangeError} If a weight is not finite in that type.
 */
export function packWeights(
  weights: ReadonlyMap<string, Weight>,
  dtype: "F32" | "F16",
): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { shape, values }] of weights) {
    const tensor: StoredTensor = dtype === "F32"
      ? { dtype, shape, data: values }
      : { dtype, shape, data: halfFromFloat(values) };
    requireFinite(name, weightOf(tensor).values);
    tensors.set(name, tensor);
  }
  return writeSafetensors(tensors);
}

/** The bytes of `codebook.safetensors`. @param codebook `[size, dim]`. */
export function packCodebook(
  codebook: Float32Array,
  { size, dim }: { size: number; dim: number },
): Uint8Array<ArrayBuffer> {
  requireFinite(CODEBOOK_TENSOR, codebook);
  const tensor: StoredTensor = { dtype: "F32", shape: [size, dim], data: codebook };
  return writeSafetensors(new Map([[CODEBOOK_TENSOR, tensor]]));
}

/** The tensor as f32. @throws {RangeError} If it holds integers. */
export function weightOf({ dtype, shape, data }: StoredTensor): Weight {
  if (dtype === "F32") return { shape, values: data };
  if (dtype === "F16") return { shape, values: floatFromHalf(data) };
  throw new RangeError(`Cannot use weight: expected F32 or F16, got ${dtype}`);
}

/** @throws {RangeError} If a value is infinite or not a number. */
export function requireFinite(name: string, values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue;
    throw new RangeError(
      `Cannot use weight "${name}": expected finite values, got [${values[index]}] at [${index}]`,
    );
  }
}
