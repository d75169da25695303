import { DataError } from "./data_error.ts";

/** Labels and pixels of a file of CIFAR-10 binary records. */
export interface CifarRecords {
  /** `[count]` */
  readonly labels: Uint8Array;
  /** `[count, 3, 32, 32]` bytes. */
  readonly pixels: Uint8Array;
}

const PIXEL_BYTES = 3 * 32 * 32;
const RECORD_BYTES = 1 + PIXEL_BYTES;

/**
 * Reads CIFAR-10 binary records: one label byte, then 3072 bytes [3, 32, 32].
 * @param name Names the file in errors.
 * @param classCount Labels must be below it.
 * @throws {DataError} If a record is cut off or a label is out of range.
 * Source: "Binary version" of https://www.cs.toronto.edu/~kriz/cifar.html
 */
export function parseCifar(bytes: Uint8Array, name: string, classCount: number): CifarRecords {
  const count = bytes.length / RECORD_BYTES;
  if (!Number.isInteger(count) || count === 0) {
    throw new DataError(
      `Cannot read "${name}": expected records of ${RECORD_BYTES} bytes, got ${bytes.length} bytes`,
    );
  }
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * PIXEL_BYTES);
  for (let record = 0; record < count; record++) {
    const start = record * RECORD_BYTES;
    const label = bytes[start];
    if (label >= classCount) {
      throw new DataError(
        `Cannot read "${name}": expected labels to be below ${classCount}, ` +
          `got ${label} in record ${record}`,
      );
    }
    labels[record] = label;
    pixels.set(bytes.subarray(start + 1, start + RECORD_BYTES), record * PIXEL_BYTES);
  }
  return { labels, pixels };
}
