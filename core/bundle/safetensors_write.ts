import {
  ELEMENT_BYTES,
  MAX_HEADER_BYTES,
  SafetensorsError,
  type StoredTensor,
} from "./stored_tensor.ts";

/**
 * Writes a safetensors file: wide elements first, then by name, so that every tensor is aligned and
 * the same tensors give the same bytes.
 *
 * @throws {SafetensorsError} If data and shape of a tensor differ or the header is over 64 KiB.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readSafetensors, writeSafetensors } from "@tessera/tessera";
 *
 * const weight = { dtype: "F32" as const, shape: [2], data: Float32Array.of(1, 2) };
 * const file = writeSafetensors(new Map([["weight", weight]]));
 * assertEquals(readSafetensors(file).get("weight"), weight);
 * ```
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(([a, { dtype: wideA }], [b, { dtype: wideB }]) =>
    ELEMENT_BYTES[wideB] - ELEMENT_BYTES[wideA] || (a < b ? -1 : 1)
  );
  const header: Record<string, unknown> = {};
  let size = 0;
  for (const [name, { dtype, shape, data }] of ordered) {
    const count = shape.reduce((product, side) => product * side, 1);
    if (data.length !== count || name === "__metadata__") {
      const state = `${JSON.stringify(name)} has ${data.length} elements for [${shape}]`;
      throw new SafetensorsError("write", "tensors to be named and filled", state);
    }
    header[name] = { dtype, shape, data_offsets: [size, size + data.byteLength] };
    size += data.byteLength;
  }
  let text = JSON.stringify(header);
  const encoder = new TextEncoder();
  text += " ".repeat(-encoder.encode(text).length & 7);
  const encoded = encoder.encode(text);
  if (encoded.length > MAX_HEADER_BYTES) {
    const rule = `the header to be at most ${MAX_HEADER_BYTES} bytes`;
    throw new SafetensorsError("write", rule, `${encoded.length} bytes`);
  }
  const bytes = new Uint8Array(8 + encoded.length + size);
  new DataView(bytes.buffer).setUint32(0, encoded.length, true);
  bytes.set(encoded, 8);
  let end = 8 + encoded.length;
  for (const [, { data }] of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), end);
    end += data.byteLength;
  }
  return bytes;
}
