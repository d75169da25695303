import { isKnownOp, type Tensor, type TensorOf } from "../../../core/graph/mod.ts";
import { fixed, greatest, type Linear } from "./linear.ts";
import type { Node } from "./node.ts";
import { Place } from "./place.ts";
import { type PointwiseName, type Reader, type Rule, RULES } from "./rules.ts";
import { type Box, cutLoop, MustStore } from "./space.ts";

/** True if the op has a pointwise form: an element of its value needs a bounded number of elements. */
export function isPointwise(tensor: Tensor): tensor is TensorOf<PointwiseName> {
  return isKnownOp(tensor) && Object.hasOwn(RULES, tensor.op.name);
}

/**
 * What the elements of tensors are made of, each read at the index that walks `box`.
 * @param isStored Whether a tensor has memory to read; if not, it is computed from its inputs.
 * @throws {Refinement | MustStore} If the box must be refined, or a tensor stored, first.
 */
export function traceBox(
  tensors: readonly Tensor[],
  box: Box,
  isStored: (tensor: Tensor) => boolean,
): Node[] {
  const tracer = new Tracer(box.loops.map(({ extent }) => extent), isStored);
  const index = { constant: box.start, factors: box.loops.map(({ stride }) => stride) };
  return tensors.map((tensor) => tracer.read(tensor, { index }));
}

class Tracer implements Reader {
  readonly #known = new Map<string, Node>();

  constructor(
    readonly extents: readonly number[],
    readonly isStored: (tensor: Tensor) => boolean,
  ) {}

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
    if (!this.isStored(tensor)) throw new MustStore(tensor);
    const at = new Place(tensor, this.extents, { coordinates }).index;
    return { kind: "lookup", tensor, row, at };
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
    if (this.isStored(tensor)) return { kind: "load", tensor, at: place.index };
    if (!isPointwise(tensor)) {
      throw new TypeError(
        `Cannot compute ${tensor.op.name} inside a pointwise pass: expected it stored`,
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
