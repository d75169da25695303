import type { AttributeKind } from "./attribute_kinds.ts";
import { GraphFileError, quoted } from "./graph_file_error.ts";
import type {
  FileAttributes,
  FileConstant,
  FileInput,
  FileOp,
  FileParameter,
  FileTensor,
} from "./graph_file.ts";
import { isOpName, OPS } from "./registry.ts";
import { isSide, MAX_SIDE, type Side } from "./side.ts";
import type { DType } from "./tensor_type.ts";

/** Names of inputs, parameters and outputs. */
export const NAME = /^[A-Za-z][A-Za-z0-9_.]{0,199}$/;

/** Only inputs, parameters and constants have a dtype of their own. */
type OpAttributeKind = Exclude<AttributeKind, "dtype">;

const MAX_RANK = 8;
const MAX_INPUTS = 256;
const MAX_INTEGER = 2 ** 32 - 1;

/** Checks one tensor of a graph file as far as it goes without the others' shapes. @throws {GraphFileError} */
export function readFileTensor(json: unknown, index: number): FileTensor {
  const op = typeof json === "object" && json !== null && "op" in json ? json.op : undefined;
  const where = `tensor ${index} (${typeof op === "string" ? op.slice(0, 40) : "no op"})`;
  switch (op) {
    case "input":
      return readInput(where, json);
    case "parameter":
      return readParameter(where, json);
    case "constant":
      return readConstant(where, json);
    default:
      return readOp(where, json, index);
  }
}

/** The fields of an object that has just these. @param optional Those that may be missing. */
export function readFields(
  where: string,
  json: unknown,
  fields: readonly string[],
  optional: readonly string[] = [],
): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new GraphFileError(where, `an object of ${fields.join(", ")}`, quoted(json));
  }
  const record = json as Record<string, unknown>;
  const missing = fields.find((key) => !Object.hasOwn(record, key));
  if (missing !== undefined) throw new GraphFileError(where, `"${missing}"`, "none");
  const known = [...fields, ...optional];
  const other = Object.keys(record).find((key) => !known.includes(key));
  if (other !== undefined) {
    throw new GraphFileError(where, `just ${known.join(", ") || "no fields"}`, quoted(other));
  }
  return record;
}

function readInput(where: string, json: unknown): FileInput {
  const { name, dtype, shape } = readFields(where, json, ["op", "name", "dtype", "shape"]);
  return {
    op: "input",
    name: readName(where, name),
    dtype: readDType(where, dtype),
    shape: readSides(where, "shape", shape),
  };
}

function readParameter(where: string, json: unknown): FileParameter {
  const { name, shape } = readFields(where, json, ["op", "name", "shape"]);
  return { op: "parameter", name: readName(where, name), shape: readFixed(where, shape) };
}

function readConstant(where: string, json: unknown): FileConstant {
  const fields = readFields(where, json, ["op", "dtype", "shape", "values"]);
  const dtype = readDType(where, fields.dtype), shape = readFixed(where, fields.shape);
  const { values } = fields;
  const size = shape.reduce((product, side) => product * side, 1);
  if (!Array.isArray(values) || values.length !== size) {
    const count = Array.isArray(values) ? `${values.length} values` : quoted(values);
    throw new GraphFileError(where, `values that fill [${shape.join(", ")}]`, count);
  }
  const fits = dtype === "f32" ? Number.isFinite : isInteger;
  const other = values.find((value) => !fits(value));
  if (other !== undefined) throw new GraphFileError(where, `${dtype} values`, quoted(other));
  return { op: "constant", dtype, shape, values };
}

function readOp(where: string, json: unknown, index: number): FileOp {
  const { op, inputs, attributes } = readFields(where, json, ["op", "inputs"], ["attributes"]);
  if (typeof op !== "string" || !isOpName(op)) {
    throw new GraphFileError(where, "a known op", quoted(op));
  }
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > MAX_INPUTS) {
    throw new GraphFileError(where, `1 to ${MAX_INPUTS} inputs`, quoted(inputs));
  }
  for (const input of inputs) {
    if (isInteger(input) && input < index) continue;
    throw new GraphFileError(where, "inputs that are tensors before it", quoted(input));
  }
  const file = { op, inputs };
  const kinds = OPS[op].attributes;
  if (Object.keys(kinds).length === 0) {
    if (attributes === undefined) return file;
    throw new GraphFileError(where, "no attributes", quoted(attributes));
  }
  return { ...file, attributes: readAttributes(where, attributes, kinds) };
}

function readAttributes(
  where: string,
  json: unknown,
  kinds: Readonly<Record<string, OpAttributeKind>>,
): FileAttributes {
  const fields = readFields(where, json, Object.keys(kinds));
  return Object.fromEntries(
    Object.entries(kinds).map(([key, kind]) => [key, readAttribute(where, key, fields[key], kind)]),
  );
}

/** How many numbers a list holds, if it is always as many. */
const LENGTHS = { integers: undefined, pair: 2, quad: 4 } as const;

function readAttribute(where: string, key: string, value: unknown, kind: OpAttributeKind) {
  const refusal = (rule: string) =>
    new GraphFileError(where, `${key} to be ${rule}`, quoted(value));
  switch (kind) {
    case "integer":
      if (!isInteger(value)) throw refusal("a whole number");
      return value;
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) throw refusal("a finite number");
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw refusal("true or false");
      return value;
    case "sides":
      return readSides(where, key, value);
    case "integers":
    case "pair":
    case "quad": {
      const length = LENGTHS[kind];
      const fits = Array.isArray(value) && value.length <= MAX_RANK && value.every(isInteger) &&
        (length === undefined || value.length === length);
      if (!fits) throw refusal(length === undefined ? "whole numbers" : `${length} whole numbers`);
      return value;
    }
  }
}

function readName(where: string, name: unknown): string {
  if (typeof name === "string" && NAME.test(name)) return name;
  throw new GraphFileError(where, `a name like ${NAME}`, quoted(name));
}

function readDType(where: string, dtype: unknown): DType {
  if (dtype === "f32" || dtype === "u32") return dtype;
  throw new GraphFileError(where, "dtype f32 or u32", quoted(dtype));
}

function readSides(where: string, key: string, sides: unknown): readonly Side[] {
  if (Array.isArray(sides) && sides.length <= MAX_RANK && sides.every(isSide)) return sides;
  const rule = `${key} to be at most ${MAX_RANK} sides in [1, ${MAX_SIDE}] or multiples of "n"`;
  throw new GraphFileError(where, rule, quoted(sides));
}

function readFixed(where: string, shape: unknown): readonly number[] {
  const sides = readSides(where, "shape", shape);
  const other = sides.find((side) => typeof side !== "number");
  if (other === undefined) return sides as readonly number[];
  throw new GraphFileError(
    where,
    "a shape that is the same for any number of images",
    `"${other}"`,
  );
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_INTEGER;
}
