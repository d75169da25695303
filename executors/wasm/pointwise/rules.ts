import type { OpName, Tensor, TensorOf } from "../../../core/graph/mod.ts";
import { f32x4, i32x4, v128 } from "../assembler/mod.ts";
import { BLOCK_FORMS, type BlockOp } from "./blocks.ts";
import { log } from "./elementary.ts";
import { type Linear, shifted } from "./linear.ts";
import type { Node } from "./node.ts";
import type { Form } from "./statements.ts";
import type { Place } from "./place.ts";

/** Finds what elements are made of, over one box. */
export interface Reader {
  /** The element of `tensor` at a place. */
  read(tensor: Tensor, known: { index: Linear } | { coordinates: readonly Linear[] }): Node;
  /** An element of a tensor with memory, `row` words after `at`. @throws {MustStore} If it has none. */
  lookup(tensor: Tensor, row: Node, at: readonly Linear[]): Node;
  /** A number that is the same for all elements. */
  fixed(value: number): Linear;
  /**
   * Which of the parts of an axis a coordinate is in. @param ends Where each part ends, ascending.
   * @throws {Refinement | MustStore} If it is not in the same one all over the box.
   */
  partOf(coordinate: Linear, ends: readonly number[], tensor: Tensor): number;
}

/** What one element of an op's value is made of. */
export type Rule<N extends OpName> = (reader: Reader, y: TensorOf<N>, at: Place) => Node;

type AnyRule = (reader: Reader, y: Tensor, at: Place) => Node;

/** The ops of which one element needs a bounded number of elements. */
export type PointwiseName = Exclude<
  OpName,
  | ("softmax" | "log_softmax" | "cross_entropy" | "argmin" | "reduce_sum")
  | ("matmul" | "conv2d" | "conv_transpose2d" | "conv2d_weight_gradient")
>;

const ZERO: Node = { kind: "constant", word: 0 };

const apply = (form: Form, ...inputs: readonly Node[]): Node => ({ kind: "apply", inputs, form });

const byBlocks = (block: BlockOp, ...inputs: readonly Node[]): Node => ({
  ...{ kind: "apply", inputs, block },
  form: BLOCK_FORMS[block],
});

/** An op of one tensor, element by element. */
const unary = (form: Form): AnyRule => (reader, y, at) =>
  apply(form, reader.read(y.inputs[0], { index: at.index }));

/** An op of many instructions. */
const costly = (block: BlockOp): AnyRule => (reader, y, at) =>
  byBlocks(block, reader.read(y.inputs[0], { index: at.index }));

/** An op of tensors that broadcast. */
const broadcasting = (form: Form): AnyRule => (reader, y, at) =>
  apply(form, ...y.inputs.map((x) => readBroadcast(reader, x, at)));

function readBroadcast(reader: Reader, x: Tensor, at: Place): Node {
  if (x.size === 1) return reader.read(x, { index: reader.fixed(0) });
  if (x.size === at.tensor.size) return reader.read(x, { index: at.index });
  const skip = at.tensor.shape.length - x.shape.length;
  return reader.read(x, {
    coordinates: x.shape.map((side, axis) =>
      side === 1 ? reader.fixed(0) : at.coordinates[axis + skip]
    ),
  });
}

/** The pointwise ops. Comparisons are written so that a NaN stays a NaN. */
export const RULES: { readonly [N in PointwiseName]: Rule<N> } = {
  relu: unary(([x], to) => v128.andnot(x, f32x4.lt(x, to.number(0)))),
  tanh: costly("tanh"),
  sigmoid: costly("sigmoid"),
  exp: costly("exp"),
  log: unary(([x], to) => log(x, to)),
  sqrt: unary(([x]) => f32x4.sqrt(x)),
  stop_gradient: (reader, y, at) => reader.read(y.inputs[0], { index: at.index }),
  scale: (reader, y, at) => {
    const { factor, offset } = y.attributes;
    return apply(
      ([x], to) => {
        const scaled = factor === 1 ? x : f32x4.mul(x, to.number(factor));
        return offset === 0 ? scaled : f32x4.add(scaled, to.number(offset));
      },
      reader.read(y.inputs[0], { index: at.index }),
    );
  },
  add: broadcasting(([a, b]) => f32x4.add(a, b)),
  sub: broadcasting(([a, b]) => f32x4.sub(a, b)),
  mul: broadcasting(([a, b]) => f32x4.mul(a, b)),
  div: broadcasting(([a, b]) => f32x4.div(a, b)),
  greater: broadcasting(([a, b], to) => v128.and(f32x4.gt(a, b), to.number(1))),
  select: broadcasting(([condition, a, b], to) =>
    v128.bitselect(a, b, f32x4.ne(condition, to.number(0)))
  ),
  broadcast_to: (reader, y, at) => readBroadcast(reader, y.inputs[0], at),
  reshape: (reader, y, at) => reader.read(y.inputs[0], { index: at.index }),
  transpose: (reader, y, at) => {
    const { permutation } = y.attributes;
    const coordinates = permutation.map((_, axis) => at.coordinates[permutation.indexOf(axis)]);
    return reader.read(y.inputs[0], { coordinates });
  },
  slice: (reader, y, at) => {
    const { starts } = y.attributes;
    const coordinates = at.coordinates.map((it, axis) => shifted(it, starts[axis]));
    return reader.read(y.inputs[0], { coordinates });
  },
  pad: (reader, y, at) => {
    const { before } = y.attributes;
    const [{ shape }] = y.inputs;
    const coordinates: Linear[] = [];
    for (const [axis, coordinate] of at.coordinates.entries()) {
      const ends = [before[axis], before[axis] + shape[axis], y.shape[axis]];
      if (reader.partOf(coordinate, ends, y) !== 1) return ZERO;
      coordinates.push(shifted(coordinate, -before[axis]));
    }
    return reader.read(y.inputs[0], { coordinates });
  },
  concat: (reader, y, at) => {
    const { axis } = y.attributes;
    const ends: number[] = [];
    for (const { shape } of y.inputs) ends.push((ends.at(-1) ?? 0) + shape[axis]);
    const part = reader.partOf(at.coordinates[axis], ends, y);
    const start = part === 0 ? 0 : ends[part - 1];
    const coordinates = at.coordinates.with(axis, shifted(at.coordinates[axis], -start));
    return reader.read(y.inputs[part], { coordinates });
  },
  one_hot: (reader, y, at) => {
    const { axis } = y.attributes;
    const code = reader.read(y.inputs[0], { coordinates: at.coordinates.toSpliced(axis, 1) });
    const entry: Node = { kind: "counter", at: at.coordinates[axis] };
    return apply(([code, entry], to) => v128.and(i32x4.eq(code, entry), to.number(1)), code, entry);
  },
  embedding: (reader, y, at) => {
    const [table, codes] = y.inputs;
    const [k, d] = table.shape;
    const code = reader.read(codes, { coordinates: at.coordinates.slice(0, -1) });
    // A code outside the table reads its last entry, never other memory.
    const form: Form = ([code], to) => i32x4.mul(i32x4.min_u(code, to.word(k - 1)), to.word(d));
    return reader.lookup(table, apply(form, code), [reader.fixed(0), at.coordinates.at(-1)!]);
  },
  dropout: (reader, y, at) => {
    const { rate, salt } = y.attributes;
    const [x, key] = y.inputs;
    const limit = Math.min(2 ** 32 - 1, Math.floor((1 - rate) * 2 ** 32));
    const word = byBlocks(
      "threefry",
      { kind: "counter", at: at.index },
      reader.read(key, { index: reader.fixed(0) }),
      reader.read(key, { index: reader.fixed(1) }),
      { kind: "constant", word: salt >>> 0 },
    );
    return apply(
      ([x, word], to) =>
        v128.and(f32x4.mul(x, to.number(1 / (1 - rate))), i32x4.lt_u(word, to.word(limit))),
      reader.read(x, { index: at.index }),
      word,
    );
  },
};
