import { DataError } from "./data_error.ts";

/** An array of bytes as an IDX file holds it: the first dimension counts the items. */
export interface IdxArray {
  readonly dims: readonly number[];
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads an IDX file of unsigned bytes.
 * @param name Names the file in errors.
 * @throws {DataError} If magic, type, dimensions or length are wrong.
 * Source: the format notes of the MNIST page (two zero bytes, type, rank, big-endian u32 sizes, values).
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const refuse = (rule: string, state: string) =>
    new DataError(`Cannot read "${name}": expected ${rule}, got ${state}`);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    const head = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0"));
    throw refuse("an IDX file, which starts with two zero bytes", `[${head}]`);
  }
  if (bytes[2] !== UNSIGNED_BYTE) {
    throw refuse("its values to be unsigned bytes (type 8)", `type ${bytes[2]}`);
  }
  const rank = bytes[3];
  const headerBytes = 4 + 4 * rank;
  if (rank === 0 || bytes.length < headerBytes) {
    throw refuse("its header to hold every size", `rank ${rank} and ${bytes.length} bytes`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const dims = Array.from({ length: rank }, (_, axis) => header.getUint32(4 + 4 * axis));
  const expected = dims.reduce((product, dim) => product * dim, 1);
  const values = bytes.subarray(headerBytes);
  if (values.length !== expected) {
    throw refuse(
      `its values to fill [${dims.join(", ")}]`,
      `${values.length} bytes`,
    );
  }
  return { dims, values };
}
