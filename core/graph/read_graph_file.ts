import type { Tensor } from "./graph.ts";
import { describeType, ShapeError } from "./shape_error.ts";
import { GraphFileError, quoted } from "./graph_file_error.ts";
import { type FileTensor, type GraphFile, instantiate } from "./graph_file.ts";
import { NAME, readFields, readFileTensor } from "./read_file_tensor.ts";
import { sideFor, sideOf } from "./side.ts";
import type { Shape } from "./tensor_type.ts";

/** What a graph of one image may hold at most, whatever a file asks for. */
export const GRAPH_LIMITS = {
  tensors: 16_384,
  /** Of one tensor: 64 MiB. */
  tensorElements: 2 ** 24,
  /** Of all tensors together. */
  elements: 2 ** 26,
  /** Of all constants together. */
  constants: 2 ** 18,
  outputs: 16,
};

/**
 * Numbers of images for which the shape rules are run. Sides are either fixed or multiples of the number, and so are
 * held to that at all four: what holds there holds for every number up to the largest.
 */
const PROBES = [1, 2, 1009, 4096] as const;

/**
 * Checks a graph that comes from outside, before anything of the size that it states is allocated: known ops, each
 * attribute's name and kind, inputs that point backwards (so there is no cycle), unique names, shape rules, and
 * {@link GRAPH_LIMITS}.
 * @param json Parsed JSON.
 * @throws {GraphFileError} Naming the tensor, the rule and what breaks it.
 */
export function readGraphFile(json: unknown): GraphFile {
  const { tensors: list, outputs: named } = readFields("the graph", json, ["tensors", "outputs"]);
  if (!Array.isArray(list) || list.length > GRAPH_LIMITS.tensors) {
    const rule = `a list of at most ${GRAPH_LIMITS.tensors} tensors`;
    throw new GraphFileError("the graph", rule, quoted(list));
  }
  const tensors = list.map((tensor, index) => readFileTensor(tensor, index));
  requireUniqueNames(tensors);
  requireFewConstants(tensors);
  const file = { tensors, outputs: readOutputs(named, tensors.length) };
  const shapes = PROBES.map((n) => shapesFor(file, n));
  tensors.forEach((tensor, index) => {
    requireFollowing(`tensor ${index} (${tensor.op})`, shapes.map((of) => of[index]));
  });
  return file;
}

function readOutputs(named: unknown, count: number): Record<string, number> {
  if (typeof named !== "object" || named === null || Array.isArray(named)) {
    throw new GraphFileError("the outputs", "places of tensors by name", quoted(named));
  }
  const entries = Object.entries(named);
  if (entries.length === 0 || entries.length > GRAPH_LIMITS.outputs) {
    const rule = `1 to ${GRAPH_LIMITS.outputs} outputs`;
    throw new GraphFileError("the outputs", rule, String(entries.length));
  }
  for (const [name, index] of entries) {
    const where = `output ${quoted(name)}`;
    if (!NAME.test(name)) throw new GraphFileError(where, `a name like ${NAME}`, quoted(name));
    if (Number.isInteger(index) && index >= 0 && index < count) continue;
    throw new GraphFileError(where, `the place of one of ${count} tensors`, quoted(index));
  }
  return Object.fromEntries(entries);
}

function requireUniqueNames(tensors: readonly FileTensor[]): void {
  const names = new Set<string>();
  tensors.forEach((tensor, index) => {
    if (!("name" in tensor)) return;
    if (names.has(tensor.name)) {
      const where = `tensor ${index} (${tensor.op})`;
      throw new GraphFileError(where, "a name that no other has", quoted(tensor.name));
    }
    names.add(tensor.name);
  });
}

function requireFewConstants(tensors: readonly FileTensor[]): void {
  const count = tensors.reduce((sum, it) => sum + ("values" in it ? it.values.length : 0), 0);
  if (count <= GRAPH_LIMITS.constants) return;
  const rule = `at most ${GRAPH_LIMITS.constants} values in constants`;
  throw new GraphFileError("the graph", rule, String(count));
}

/** Runs the shape rules for `n` images; for one image, with the limits. @returns The shape of each tensor. */
function shapesFor(file: GraphFile, n: number): Shape[] {
  const { tensors } = file;
  const shapes: Shape[] = [];
  let elements = 0;
  const visit = (tensor: Tensor, index: number) => {
    shapes.push(tensor.shape);
    if (n > 1) return;
    const where = `tensor ${index} (${tensors[index].op})`;
    if (tensor.size > GRAPH_LIMITS.tensorElements) {
      const rule = `at most ${GRAPH_LIMITS.tensorElements} elements`;
      throw new GraphFileError(where, rule, describeType(tensor));
    }
    elements += tensor.size;
    if (elements <= GRAPH_LIMITS.elements) return;
    const rule = `at most ${GRAPH_LIMITS.elements} elements in it and all tensors before it`;
    throw new GraphFileError(where, rule, String(elements));
  };
  try {
    instantiate(file, n, visit);
  } catch (cause) {
    if (!(cause instanceof ShapeError)) throw cause;
    const where = `tensor ${shapes.length} (${tensors[shapes.length].op})`;
    const types = cause.actual.map(describeType).join(", ") || "no input";
    const images = n === 1 ? "one image" : `${n} images`;
    throw new GraphFileError(where, cause.rule, `${types} for ${images}`, { cause });
  }
  return shapes;
}

/** @param shapes Of one tensor, for each of {@link PROBES}. */
function requireFollowing(where: string, shapes: readonly Shape[]): void {
  const [, few, many] = shapes;
  const follows = shapes.every(({ length }) => length === few.length) &&
    few.every((side, axis) => {
      const following = sideOf({ counts: [PROBES[1], PROBES[2]], sides: [side, many[axis]] });
      return following !== undefined &&
        PROBES.every((n, i) => shapes[i][axis] === sideFor(following, n));
    });
  if (follows) return;
  const state = `[${few.join(", ")}] for ${PROBES[1]}, [${many.join(", ")}] for ${PROBES[2]}`;
  throw new GraphFileError(where, "sides that are fixed or multiples of the images", state);
}
