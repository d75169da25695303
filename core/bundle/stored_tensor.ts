/** A tensor of a safetensors file. Row-major; F16 as bits. */
export type StoredTensor =
  | { readonly dtype: "F32"; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: "F16"; readonly shape: readonly number[]; readonly data: Uint16Array }
  | { readonly dtype: "U32"; readonly shape: readonly number[]; readonly data: Uint32Array }
  | { readonly dtype: "I32"; readonly shape: readonly number[]; readonly data: Int32Array };

/** Type of a stored tensor's elements. */
export type StoredType = StoredTensor["dtype"];

/** Bytes of an element. */
export const ELEMENT_BYTES: Readonly<Record<StoredType, number>> = {
  F32: 4,
  F16: 2,
  U32: 4,
  I32: 4,
};

/** The longest header that is read or written. */
export const MAX_HEADER_BYTES = 65536;

/** A safetensors file that cannot be read or written. */
export class SafetensorsError extends SyntaxError {
  /** Names what is wrong. @param rule What the file breaks. @param state What it holds instead. */
  constructor(action: "read" | "write", readonly rule: string, readonly state: string) {
    super(`Cannot ${action} safetensors: expected ${rule}, got ${state}`);
    this.name = "SafetensorsError";
  }
}
