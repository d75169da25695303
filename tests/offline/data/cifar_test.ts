import { assertEquals, assertThrows } from "@std/assert";
import { parseCifar } from "../../../offline/data/cifar.ts";
import { DataError } from "../../../offline/data/data_error.ts";

function records(labels: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(3073 * labels.length);
  labels.forEach((label, at) =>
    bytes.fill(at + 1, 3073 * at).fill(label, 3073 * at, 3073 * at + 1)
  );
  return bytes;
}

Deno.test("parseCifar() separates labels from pixels", () => {
  const { labels, pixels } = parseCifar(records([3, 9]), "a", 10);
  assertEquals(labels, Uint8Array.of(3, 9));
  assertEquals(pixels.length, 2 * 3072);
  assertEquals([pixels[0], pixels[3071], pixels[3072], pixels[6143]], [1, 1, 2, 2]);
});

Deno.test("parseCifar() refuses a cut record", () => {
  assertThrows(() => parseCifar(records([3]).subarray(1), "a", 10), DataError, "3072 bytes");
  assertThrows(() => parseCifar(new Uint8Array(0), "a", 10), DataError, "0 bytes");
});

Deno.test("parseCifar() refuses a label outside the classes", () => {
  assertThrows(() => parseCifar(records([0, 10]), "a", 10), DataError, "got 10 in record 1");
});
