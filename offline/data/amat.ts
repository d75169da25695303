import { DataError } from "./data_error.ts";

/**
 * Turns a text matrix of 0 and 1, one image a line, into an IDX file `[count, height, width]`.
 * @param name Names the file in errors.
 * @throws {DataError} If a line is anything but height * width binary digits.
 * Source: the binarized MNIST of https://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/
 */
export function amatToIdx(
  bytes: Uint8Array,
  { name, height, width }: { name: string; height: number; width: number },
): Uint8Array {
  const values = new Uint8Array(Math.ceil(bytes.length / 2));
  let length = 0;
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0x30 || byte === 0x31) values[length++] = byte - 0x30;
    else if (byte === 0x0a && length === (count + 1) * height * width) count++;
    else if (byte !== 0x20 && byte !== 0x0d) {
      throw new DataError(
        `Cannot read "${name}": expected each line to be ${
          height * width
        } binary digits, got another line ${count + 1}`,
      );
    }
  }
  if (length !== count * height * width) {
    throw new DataError(
      `Cannot read "${name}": expected a whole last line, got line ${count + 1} cut`,
    );
  }
  const idx = new Uint8Array(16 + length);
  const header = new DataView(idx.buffer);
  [0x00000803, count, height, width].forEach((word, at) => header.setUint32(4 * at, word));
  idx.set(values.subarray(0, length), 16);
  return idx;
}
