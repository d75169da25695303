import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import fc from "fast-check";
import { duplicateKey } from "../../../core/bundle/duplicate_key.ts";
import { readSafetensors } from "../../../core/bundle/safetensors_read.ts";
import { writeSafetensors } from "../../../core/bundle/safetensors_write.ts";
import { SafetensorsError, type StoredTensor } from "../../../core/bundle/stored_tensor.ts";

/** A file of any header text. */
function fileOf(header: string, contentBytes: number, headerSize?: number): Uint8Array {
  const encoded = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + encoded.length + contentBytes);
  new DataView(bytes.buffer).setUint32(0, headerSize ?? encoded.length, true);
  bytes.set(encoded, 8);
  return bytes;
}

function entry(first: number, last: number, dtype = "F32", shape = [(last - first) / 4]): string {
  return JSON.stringify({ dtype, shape, data_offsets: [first, last] });
}

function refused(name: string, bytes: Uint8Array, includes: string): void {
  Deno.test(`readSafetensors() refuses ${name}`, () => {
    assertThrows(() => readSafetensors(bytes), SafetensorsError, includes);
  });
}

const stored = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }).chain((shape) => {
  const count = shape.reduce((product, side) => product * side, 1);
  const words = fc.uint32Array({ minLength: count, maxLength: count });
  return fc.oneof(
    fc.float32Array({ minLength: count, maxLength: count })
      .map((data): StoredTensor => ({ dtype: "F32", shape, data })),
    fc.uint16Array({ minLength: count, maxLength: count })
      .map((data): StoredTensor => ({ dtype: "F16", shape, data })),
    words.map((data): StoredTensor => ({ dtype: "U32", shape, data })),
    words.map((data): StoredTensor => ({ dtype: "I32", shape, data: Int32Array.from(data) })),
  );
});
const names = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" })
  .filter((name) => !name.startsWith("__"));
const files = fc.uniqueArray(fc.tuple(names, stored), { selector: ([name]) => name, maxLength: 6 });

Deno.test("readSafetensors() reads what writeSafetensors() wrote", () => {
  fc.assert(
    fc.property(files, (tensors) => {
      const read = readSafetensors(writeSafetensors(new Map(tensors)));
      assertEquals(read.size, tensors.length);
      for (const [name, tensor] of tensors) assertEquals(read.get(name), tensor);
    }),
    { numRuns: 200, seed: 1 },
  );
});

Deno.test("writeSafetensors() gives the same bytes whatever the order of the tensors", () => {
  const a: [string, StoredTensor] = ["a", { dtype: "F16", shape: [1], data: Uint16Array.of(1) }];
  const b: [string, StoredTensor] = ["b", { dtype: "F32", shape: [1], data: Float32Array.of(2) }];
  assertEquals(writeSafetensors(new Map([a, b])), writeSafetensors(new Map([b, a])));
});

Deno.test("writeSafetensors() aligns every tensor", () => {
  const bytes = writeSafetensors(
    new Map<string, StoredTensor>([
      ["a", { dtype: "F16", shape: [3], data: Uint16Array.of(1, 2, 3) }],
      ["b", { dtype: "U32", shape: [], data: Uint32Array.of(9) }],
    ]),
  );
  const size = new DataView(bytes.buffer).getUint32(0, true);
  assertEquals(size % 8, 0);
  assertEquals(new Uint32Array(bytes.slice(8 + size, 12 + size).buffer)[0], 9);
});

Deno.test("writeSafetensors() refuses data that does not fill its shape", () => {
  const tensor: StoredTensor = { dtype: "F32", shape: [2, 2], data: new Float32Array(3) };
  assertThrows(() => writeSafetensors(new Map([["w", tensor]])), SafetensorsError, '"w" has 3');
});

Deno.test("readSafetensors() leaves __metadata__ out", () => {
  const bytes = fileOf(`{"__metadata__":{"format":"pt"},"w":${entry(0, 8)}}`, 8);
  assertEquals([...readSafetensors(bytes).keys()], ["w"]);
});

Deno.test("readSafetensors() reads a file at any place of its buffer", () => {
  const file = writeSafetensors(
    new Map([["w", { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) }]]),
  );
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  assertEquals(readSafetensors(shifted.subarray(3)).get("w")?.data, Float32Array.of(1, 2));
});

refused("an empty file", new Uint8Array(0), "expected a header");
refused("a header longer than the file", fileOf("{}", 0, 3), "at most 2 bytes");
refused("a header over 64 KiB", fileOf(" ".repeat(65537), 0), "at most 65536 bytes");
refused("a header that begins with a space", fileOf(" {}", 0), "brace");
refused("a header that is not JSON", fileOf("{", 0), "to be JSON");
refused("a header that is a list", fileOf("[]", 0), "brace");
refused("metadata of numbers", fileOf('{"__metadata__":{"a":1}}', 0), "__metadata__.a");
refused("an unknown type", fileOf(`{"w":${entry(0, 4, "BF16")}}`, 4), "w.dtype");
refused(
  "an unknown field",
  fileOf('{"w":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}', 4),
  "w",
);
refused("a negative side", fileOf(`{"w":${entry(0, 4, "F32", [-1])}}`, 4), "w.shape.0");
refused(
  "a shape of another size",
  fileOf(`{"w":${entry(0, 8, "F32", [3])}}`, 8),
  "to have 12 bytes",
);
refused(
  "sides whose product overflows",
  fileOf(`{"w":${entry(0, 0, "F32", [2 ** 31, 2 ** 31])}}`, 0),
  "bytes",
);
refused("a range beyond the file", fileOf(`{"w":${entry(0, 8)}}`, 4), "to end in the file");
refused(
  "a range that ends before it begins",
  fileOf(`{"w":${entry(4, 0, "F32", [1])}}`, 4),
  "begin",
);
refused("a gap", fileOf(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12), "to begin at byte 4");
refused(
  "an overlap",
  fileOf(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12),
  "to begin at byte 8",
);
refused("bytes behind the tensors", fileOf(`{"w":${entry(0, 4)}}`, 5), "got 1 bytes left");
refused("a name twice", fileOf(`{"w":${entry(0, 4)},"w":${entry(0, 4)}}`, 4), "unique");
refused(
  "a name twice, once escaped",
  fileOf(`{"w":${entry(0, 4)},"\\u0077":${entry(0, 4)}}`, 4),
  "unique",
);
refused(
  "a field twice",
  fileOf('{"w":{"dtype":"F32","dtype":"U32","shape":[],"data_offsets":[0,4]}}', 4),
  "unique",
);

Deno.test("readSafetensors() refuses each prefix of a file", () => {
  const tensor: StoredTensor = { dtype: "F16", shape: [3], data: Uint16Array.of(1, 2, 3) };
  const file = writeSafetensors(new Map([["w", tensor]]));
  for (let size = 0; size < file.length; size++) {
    assertThrows(() => readSafetensors(file.subarray(0, size)), SafetensorsError);
  }
});

Deno.test("readSafetensors() throws nothing but SafetensorsError where bytes change", () => {
  const tensor: StoredTensor = { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) };
  const file = writeSafetensors(new Map([["weight", tensor]]));
  for (let bit = 0; bit < 8 * file.length; bit++) {
    const changed = file.slice();
    changed[bit >> 3] ^= 1 << (bit & 7);
    try {
      readSafetensors(changed);
    } catch (error) {
      assertInstanceOf(error, SafetensorsError);
    }
  }
});

Deno.test("duplicateKey() finds none where JSON.parse() loses none", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(value, (json) => assertEquals(duplicateKey(JSON.stringify(json, null, 1)), null)),
    { numRuns: 300, seed: 2 },
  );
});

Deno.test("duplicateKey() finds a key that an inner object has twice", () => {
  assertEquals(duplicateKey('{"a":[{"x":"{\\"x\\":1}","y":["x","x"],"x":2}],"b":{}}'), "x");
});

Deno.test("duplicateKey() allows a key in several objects, and as a value", () => {
  assertEquals(duplicateKey('{"a":{"a":"a"},"b":[{"a":1},{"a":1}],"c":"a"}'), null);
});
