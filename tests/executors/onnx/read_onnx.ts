/** Fields of a message by number, each with its values in order: a varint as a number, other content as bytes. */
type Fields = Map<number, (number | Uint8Array)[]>;

/** What tests ask of a file. */
export interface ReadModel {
  readonly irVersion: number;
  readonly opsets: readonly { domain: string; version: number }[];
  readonly operators: readonly string[];
  readonly initializers: readonly ReadInitializer[];
  readonly inputs: readonly ReadPort[];
  readonly outputs: readonly ReadPort[];
}

/** A value of the file. */
export interface ReadInitializer {
  readonly name: string;
  readonly shape: readonly number[];
  /** `raw_data`: the file holds all of it. */
  readonly bytes: Uint8Array;
}

/** An input or output. */
export interface ReadPort {
  readonly name: string;
  readonly elementType: number;
  /** Names of axes that are open. */
  readonly shape: readonly (number | string)[];
}

/** Reads an ONNX file, independently of how it is written. */
export function readOnnx(file: Uint8Array): ReadModel {
  const model = fields(file);
  const graph = inner(model, 7)[0];
  return {
    irVersion: integers(model, 1)[0],
    opsets: inner(model, 8).map((it) => ({
      domain: texts(it, 1)[0] ?? "",
      version: integers(it, 2)[0],
    })),
    operators: inner(graph, 1).map((node) => texts(node, 4)[0]),
    initializers: inner(graph, 5).map((tensor) => ({
      name: texts(tensor, 8)[0],
      shape: integers(tensor, 1),
      bytes: tensor.get(9)![0] as Uint8Array,
    })),
    inputs: inner(graph, 11).map(port),
    outputs: inner(graph, 12).map(port),
  };
}

function port(info: Fields): ReadPort {
  const tensor = inner(inner(info, 2)[0], 1)[0];
  return {
    name: texts(info, 1)[0],
    elementType: integers(tensor, 1)[0],
    shape: inner(inner(tensor, 2)[0], 1).map((side) => integers(side, 1)[0] ?? texts(side, 2)[0]),
  };
}

function fields(bytes: Uint8Array): Fields {
  const result: Fields = new Map();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  const take = (count: number) => bytes.subarray(at, at += count);
  while (at < bytes.length) {
    const tag = varint();
    const kind = tag & 7;
    const value = kind === 0 ? varint() : take(kind === 2 ? varint() : 4);
    result.set(tag >> 3, [...result.get(tag >> 3) ?? [], value]);
  }
  return result;
}

function inner(message: Fields, field: number): Fields[] {
  return (message.get(field) ?? []).map((bytes) => fields(bytes as Uint8Array));
}

function integers(message: Fields, field: number): number[] {
  return (message.get(field) ?? []) as number[];
}

function texts(message: Fields, field: number): string[] {
  return (message.get(field) ?? []).map((bytes) => new TextDecoder().decode(bytes as Uint8Array));
}
