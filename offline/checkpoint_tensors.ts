import { createHash } from "node:crypto";
import * as z from "zod";
import type { StoredTensor } from "../core/bundle/mod.ts";

// A checkpoint has few large tensors: thousands of small ones would each cost a header.

/** Names and sizes of what lies one after another in a flat tensor. */
export const Layout = z.array(z.tuple([z.string(), z.int().min(0)]));
export type Layout = z.infer<typeof Layout>;

/** SHA-256 of all other tensors: a flipped bit in a weight is noticed. */
export const DIGEST_TENSOR = "sha256";

/** The layout of {@link flatTensor}. */
export function layoutOf(group: ReadonlyMap<string, Float32Array>): Layout {
  return Array.from(group, ([name, { length }]) => [name, length]);
}

/** All values of a group one after another. */
export function flatTensor(group: ReadonlyMap<string, Float32Array>): StoredTensor {
  const length = [...group.values()].reduce((sum, values) => sum + values.length, 0);
  const data = new Float32Array(length);
  let at = 0;
  for (const values of group.values()) {
    data.set(values, at);
    at += values.length;
  }
  return { dtype: "F32", shape: [length], data };
}

/** The group that a flat tensor holds. @throws {RangeError} If the tensor is missing or of another size. */
export function split(
  tensors: ReadonlyMap<string, StoredTensor>,
  name: string,
  layout: Layout,
): Map<string, Float32Array> {
  const tensor = tensors.get(name);
  if (tensor?.dtype !== "F32") throw new RangeError(`tensor "${name}" is missing`);
  const { data } = tensor;
  const total = layout.reduce((sum, [, words]) => sum + words, 0);
  if (total !== data.length) {
    throw new RangeError(`${total} values are named, ${data.length} stored`);
  }
  let at = 0;
  return new Map(layout.map(([name, words]) => [name, data.slice(at, at += words)]));
}

/** Text as UTF-8 bytes, filled up with spaces to whole words. */
export function textTensor(text: string): StoredTensor {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(0x20);
  padded.set(bytes);
  const data = new Uint32Array(padded.buffer);
  return { dtype: "U32", shape: [data.length], data };
}

/** The inverse of {@link textTensor}. @throws {RangeError} If the tensor is missing. */
export function textOf(tensors: ReadonlyMap<string, StoredTensor>, name: string): string {
  const words = tensors.get(name)?.data;
  if (!words) throw new RangeError(`tensor "${name}" is missing`);
  return new TextDecoder().decode(words as Uint32Array<ArrayBuffer>);
}

/** The digest of tensors, itself not among them. */
export function digestTensor(tensors: ReadonlyMap<string, StoredTensor>): StoredTensor {
  const sha256 = createHash("sha256");
  for (const name of [...tensors.keys()].sort()) {
    const { buffer, byteOffset, byteLength } = tensors.get(name)!.data;
    if (name !== DIGEST_TENSOR) {
      sha256.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  const data = new Uint32Array(new Uint8Array(sha256.digest()).buffer);
  return { dtype: "U32", shape: [data.length], data };
}
