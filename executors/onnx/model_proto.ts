import type { Values } from "../../core/graph/mod.ts";
import { Message } from "./message.ts";

/** Version of the file format and of the operators: every current ONNX runtime reads these. */
const IR_VERSION = 8;
const OPSET = 17;

/** ONNX's codes of element types. */
export const FLOAT = 1, INT32 = 6, INT64 = 7, BOOL = 9;

/** An attribute of a node: an integer or a list of integers. */
export type Attribute = number | readonly number[];

/** One use of an operator. */
export interface Node {
  readonly operator: string;
  /** Names of values. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A value that the file holds. u32 is stored as int32. */
export interface Initializer {
  readonly shape: readonly number[];
  readonly values: Values | BigInt64Array;
}

/** An input or output. */
export interface Port {
  readonly type: typeof FLOAT | typeof INT32;
  /** -1: as many as the batch has. */
  readonly shape: readonly number[];
}

/** All of a model. Each map has names as keys. */
export interface Model {
  readonly name: string;
  readonly inputs: ReadonlyMap<string, Port>;
  readonly outputs: ReadonlyMap<string, Port>;
  readonly nodes: readonly Node[];
  readonly initializers: ReadonlyMap<string, Initializer>;
}

/**
 * The bytes of an `.onnx` file: opset 17, IR 8, nothing outside the file, -1 as the axis `n`.
 * Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (the field numbers)
 */
export function encodeModel(
  { name, inputs, outputs, nodes, initializers }: Model,
): Uint8Array<ArrayBuffer> {
  const graph = new Message();
  for (const node of nodes) graph.message(1, nodeProto(node));
  graph.text(2, name);
  for (const [key, initializer] of initializers) graph.message(5, tensorProto(key, initializer));
  for (const [key, port] of inputs) graph.message(11, valueInfoProto(key, port));
  for (const [key, port] of outputs) graph.message(12, valueInfoProto(key, port));
  return new Message()
    .integer(1, IR_VERSION)
    .text(2, "tessera")
    .message(7, graph)
    .message(8, new Message().text(1, "").integer(2, OPSET))
    .finish();
}

function nodeProto({ operator, inputs, output, attributes }: Node): Message {
  const node = new Message();
  for (const input of inputs) node.text(1, input);
  node.text(2, output).text(3, output).text(4, operator);
  for (const [name, value] of Object.entries(attributes)) {
    node.message(5, attributeProto(name, value));
  }
  return node;
}

function attributeProto(name: string, value: Attribute): Message {
  const attribute = new Message().text(1, name);
  if (typeof value === "number") return attribute.integer(3, value).integer(20, 2);
  for (const number of value) attribute.integer(8, number);
  return attribute.integer(20, 7);
}

function tensorProto(name: string, { shape, values }: Initializer): Message {
  const tensor = new Message();
  for (const side of shape) tensor.integer(1, side);
  return tensor.integer(2, typeOf(values)).text(8, name).bytes(9, littleEndian(values));
}

function typeOf(values: Initializer["values"]): number {
  if (values instanceof Float32Array) return FLOAT;
  return values instanceof Uint32Array ? INT32 : INT64;
}

function littleEndian(values: Initializer["values"]): Uint8Array {
  const size = values.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(values.length * size));
  values.forEach((value: number | bigint, i: number) => {
    if (typeof value === "bigint") view.setBigInt64(i * size, value, true);
    else if (values instanceof Float32Array) view.setFloat32(i * size, value, true);
    else view.setUint32(i * size, value, true);
  });
  return new Uint8Array(view.buffer);
}

function valueInfoProto(name: string, { type, shape }: Port): Message {
  const sides = new Message();
  for (const side of shape) {
    sides.message(1, side < 0 ? new Message().text(2, "n") : new Message().integer(1, side));
  }
  const tensor = new Message().integer(1, type).message(2, sides);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}
