import { isKnownOp, type Tensor, type TensorOf } from "../../../core/graph/mod.ts";
import type { Buffer } from "../compiled/task.ts";
import { fixed, greatest, type Linear } from "./linear.ts";
import type { Node } from "./node.ts";
import { Place } from "./place.ts";
import { type PointwiseName, type Reader, type Rule, RULES } from "./rules.ts";
import { type Box, cutLoop, MustStore } from "./space.ts";

/** True if the op has a pointwise form: an element of its value needs a bounded number of elements. */
export function isPointwise(tensor: Tensor): tensor is TensorOf<PointwiseName> {
  return isKnownOp(tensor) && Object.hasOwn(RULES, tensor.op.name);
}

/** Where a tensor is; undefined if it has no memory: it is then computed from its inputs. */
export type MemoryOf = (tensor: Tensor) => Buffer | undefined;

/** The index that walks a box. */
export function indexOf({ start, loops }: Box): Linear {
  return { constant: start, factors: loops.map(({ stride }) => stride) };
}

/** The coordinates of a tensor whose elements a box walks. @throws {Refinement | MustStore} See {@link traceBox}. */
export function coordinatesOf(tensor: Tensor, box: Box): readonly Linear[] {
  const extents = box.loops.map(({ extent }) => extent);
  return new Place(tensor, extents, { index: indexOf(box) }).coordinates;
}

/**
 * What the elements of tensors are made of, each read at the index that walks `box`.
 * @throws {Refinement | MustStore} If the box must be refined, or a tensor stored, first.
 */
export function traceBox(
  tensors: readonly Tensor[],
  box: Box,
  memoryOf: MemoryOf,
): Node[] {
  const tracer = new Tracer(box, memoryOf);
  const index = indexOf(box);
  return tensors.map((tensor) => tracer.read(tensor, { index }));
}

/** Reads elements of tensors over one box. */
export class Tracer implements Reader {
  readonly extents: readonly number[];
  readonly #known = new Map<string, Node>();

  constructor(box: Box, readonly memoryOf: MemoryOf) {
    this.extents = box.loops.map(({ extent }) => extent);
  }

  read(tensor: Tensor, known: { index: Linear } | { coordinates: readonly Linear[] }): Node {
    const place = new Place(tensor, this.extents, known);
    const key = keyOf(tensor, place.index);
    let node = this.#known.get(key);
    if (!node) {
      node = this.#make(tensor, place);
      this.#known.set(key, node);
    }
    return node;
  }

  lookup(tensor: Tensor, row: Node, coordinates: readonly Linear[]): Node {
    const buffer = this.memoryOf(tensor);
    if (!buffer) throw new MustStore(tensor);
    const at = new Place(tensor, this.extents, { coordinates }).index;
    return { kind: "lookup", buffer, row, at };
  }

  fixed(value: number): Linear {
    return fixed(value, this.extents.length);
  }

  partOf(coordinate: Linear, ends: readonly number[], tensor: Tensor): number {
    const part = ends.findIndex((end) => coordinate.constant < end);
    if (greatest(coordinate, this.extents) < ends[part]) return part;
    const [k, ...others] = coordinate.factors.flatMap((factor, k) =>
      factor > 0 && this.extents[k] > 1 ? [k] : []
    );
    if (others.length > 0) throw new MustStore(tensor);
    throw cutLoop(k, Math.ceil((ends[part] - coordinate.constant) / coordinate.factors[k]));
  }

  #make(tensor: Tensor, place: Place): Node {
    const constant = tensor.graph.constants.get(tensor);
    if (constant?.length === 1) {
      const [word] = new Uint32Array(constant.buffer, constant.byteOffset, 1);
      return { kind: "constant", word };
    }
    const buffer = this.memoryOf(tensor);
    if (buffer) return { kind: "load", buffer, at: place.index };
    if (!isPointwise(tensor)) {
      throw new TypeError(
        `Cannot read ${tensor.op.name} ${tensor.id}: expected a stored tensor or a pointwise op, got neither`,
      );
    }
    return this.#applied(tensor, place);
  }

  #applied<N extends PointwiseName>(tensor: TensorOf<N>, place: Place): Node {
    const rule: Rule<N> = RULES[tensor.op.name];
    return rule(this, tensor, place);
  }
}

function keyOf(tensor: Tensor, { constant, factors }: Linear): string {
  return `${tensor.id} ${constant} ${factors}`;
}
