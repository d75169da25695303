import * as z from "zod";
import { duplicateKey } from "./duplicate_key.ts";
import {
  ELEMENT_BYTES,
  MAX_HEADER_BYTES,
  SafetensorsError,
  type StoredTensor,
} from "./stored_tensor.ts";

const Side = z.int().min(0).max(2 ** 31);
const Offset = z.int().min(0);
const Entry = z.strictObject({
  dtype: z.enum(["F32", "F16", "U32", "I32"]),
  shape: z.array(Side).max(8),
  data_offsets: z.tuple([Offset, Offset]),
});
type Entry = z.infer<typeof Entry>;

const Header = z.object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(Entry);

/**
 * Reads a safetensors file. Names are unique, and the tensors' bytes follow each other without gap
 * from the header's end to the file's. `__metadata__` is checked and left out.
 *
 * @returns The tensors by name, in the order of their bytes, which are copied.
 * @throws {SafetensorsError} If the file breaks the format or its header is over 64 KiB.
 *
 * Source: https://github.com/huggingface/safetensors#format
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readSafetensors, writeSafetensors } from "@tessera/tessera";
 *
 * const codes = { dtype: "U32" as const, shape: [1, 2], data: Uint32Array.of(3, 4) };
 * const tensors = readSafetensors(writeSafetensors(new Map([["codes", codes]])));
 * assertEquals([...tensors.keys()], ["codes"]);
 * ```
 */
export function readSafetensors(bytes: Uint8Array): Map<string, StoredTensor> {
  requireRead(bytes.length >= 8, "a header", `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerSize = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  const most = Math.min(MAX_HEADER_BYTES, bytes.length - 8);
  requireRead(headerSize <= most, `its header to be at most ${most} bytes`, `${headerSize}`);
  const content = bytes.subarray(8 + headerSize);

  const entries = readHeader(bytes.subarray(8, 8 + headerSize))
    .sort(([, a], [, b]) =>
      a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]
    );
  const tensors = new Map<string, StoredTensor>();
  let end = 0;
  for (const [name, { dtype, shape, data_offsets: [first, last] }] of entries) {
    const size = shape.reduce((product, side) => product * side, ELEMENT_BYTES[dtype]);
    const [quoted, range] = [JSON.stringify(name), `[${first}, ${last}]`];
    requireRead(first === end, `${quoted} to begin at byte ${end}`, range);
    requireRead(last - first === size, `${quoted} to have ${size} bytes`, range);
    requireRead(last <= content.length, `${quoted} to end in the file`, range);
    tensors.set(name, tensorOf(dtype, shape, content.slice(first, last).buffer));
    end = last;
  }
  const rest = content.length - end;
  requireRead(rest === 0, "its tensors to cover the file", `${rest} bytes left`);
  return tensors;
}

function readHeader(bytes: Uint8Array): [string, Entry][] {
  let text: string, json: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    requireRead(false, "its header to be JSON", (error as Error).message);
  }
  requireRead(text.startsWith("{"), "its header to begin with a brace", text.slice(0, 1));
  const twice = duplicateKey(text);
  requireRead(twice === null, "its names to be unique", `${JSON.stringify(twice)} twice`);
  const header = Header.safeParse(json);
  if (!header.success) {
    const [{ path, message }] = header.error.issues;
    requireRead(false, "its header to describe tensors", `[${path.join(".")}] ${message}`);
  }
  const { __metadata__: _, ...entries } = header.data;
  return Object.entries(entries);
}

function tensorOf(dtype: Entry["dtype"], shape: number[], buffer: ArrayBuffer): StoredTensor {
  switch (dtype) {
    case "F32":
      return { dtype, shape, data: new Float32Array(buffer) };
    case "F16":
      return { dtype, shape, data: new Uint16Array(buffer) };
    case "U32":
      return { dtype, shape, data: new Uint32Array(buffer) };
    case "I32":
      return { dtype, shape, data: new Int32Array(buffer) };
  }
}

function requireRead(holds: boolean, rule: string, state: string): asserts holds {
  if (!holds) throw new SafetensorsError("read", rule, state);
}
