import type { OpName, Tensor, TensorOf } from "../../../core/graph/mod.ts";
import type { Place } from "./place.ts";

/** Writes the WGSL of one invocation. */
export interface ElementWriter {
  /** A place of `shape` given by a WGSL index or coordinates. */
  place(tensor: Tensor, known: { index?: string; coordinates?: readonly string[] }): Place;
  /** Binds an expression to a name. */
  write(expression: string): string;
  /** The WGSL value of `tensor` at `place`. */
  read(tensor: Tensor, place: Place): string;
  /** Marks the random function as used. @returns its name. */
  threefry(): string;
}

/** An f32 as a WGSL literal. */
export function literal(value: number): string {
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) {
    throw new RangeError(`Cannot write a WGSL literal: expected a finite f32, got ${value}`);
  }
  const text = String(rounded);
  return value < 0 ? `(${text}f)` : `${text}f`;
}

/** WGSL of one element of an op's value; the writer reads its inputs. */
export type PointwiseRule<N extends OpName> = (
  w: ElementWriter,
  y: TensorOf<N>,
  at: Place,
) => string;

type AnyRule = (w: ElementWriter, y: Tensor, at: Place) => string;

const unary = (form: (x: string) => string): AnyRule => (w, y, at) => form(w.read(y.inputs[0], at));

const broadcast = (at: Place, input: Tensor): Place => {
  const skip = at.shape.length - input.shape.length;
  return at.derive("broadcast", input.shape, (c) => ({
    coordinates: input.shape.map((side, axis) => side === 1 ? "0u" : c[axis + skip]),
  }));
};

const binary = (form: (a: string, b: string) => string): AnyRule => (w, y, at) =>
  form(...y.inputs.map((x) => w.read(x, broadcast(at, x))) as [string, string]);

/** The ops of which one element needs a bounded number of elements. */
export type PointwiseName = Exclude<
  OpName,
  | ("softmax" | "log_softmax" | "cross_entropy" | "argmin" | "reduce_sum")
  | ("matmul" | "conv2d" | "conv_transpose2d" | "conv2d_weight_gradient")
>;

/** The pointwise ops. Comparisons are written so that a NaN stays a NaN. */
export const POINTWISE_RULES: { readonly [N in PointwiseName]: PointwiseRule<N> } = {
  relu: unary((x) => `select(${x}, 0.0, ${x} < 0.0)`),
  tanh: unary((x) => `select(tanh(${x}), sign(${x}), abs(${x}) > 15.0)`),
  sigmoid: unary((x) => `1.0 / (1.0 + exp(-${x}))`),
  exp: unary((x) => `exp(${x})`),
  log: unary((x) => `log(${x})`),
  sqrt: unary((x) => `sqrt(${x})`),
  stop_gradient: unary((x) => x),
  scale: (w, y, at) => {
    const { factor, offset } = y.attributes;
    const x = w.read(y.inputs[0], at);
    const scaled = factor === 1 ? x : `${literal(factor)} * ${x}`;
    return offset === 0 ? scaled : `${scaled} + ${literal(offset)}`;
  },
  add: binary((a, b) => `${a} + ${b}`),
  sub: binary((a, b) => `${a} - ${b}`),
  mul: binary((a, b) => `${a} * ${b}`),
  div: binary((a, b) => `${a} / ${b}`),
  greater: binary((a, b) => `select(0.0, 1.0, ${a} > ${b})`),
  select: (w, y, at) => {
    const [condition, a, b] = y.inputs.map((x) => w.read(x, broadcast(at, x)));
    return `select(${b}, ${a}, ${condition} != 0.0)`;
  },
  broadcast_to: (w, y, at) => w.read(y.inputs[0], broadcast(at, y.inputs[0])),
  reshape: (w, y, at) => w.read(y.inputs[0], at.reshaped(y.inputs[0].shape)),
  transpose: (w, y, at) => {
    const { permutation } = y.attributes;
    const from = at.derive(`transpose ${permutation}`, y.inputs[0].shape, (c) => ({
      coordinates: permutation.map((_, axis) => c[permutation.indexOf(axis)]),
    }));
    return w.read(y.inputs[0], from);
  },
  slice: (w, y, at) => {
    const { starts } = y.attributes;
    const from = at.derive(`slice ${starts}`, y.inputs[0].shape, (c) => ({
      coordinates: c.map((x, axis) => starts[axis] === 0 ? x : w.write(`${x} + ${starts[axis]}u`)),
    }));
    return w.read(y.inputs[0], from);
  },
  pad: (w, y, at) => {
    const { before } = y.attributes;
    const [x] = y.inputs;
    const tests = at.coordinates.flatMap((c, axis) =>
      y.shape[axis] === x.shape[axis] ? [] : [`${c} - ${before[axis]}u < ${x.shape[axis]}u`]
    );
    if (tests.length === 0) return w.read(x, at);
    const inside = w.write(tests.join(" && "));
    const from = at.derive(`pad ${before}`, x.shape, (c) => ({
      coordinates: c.map((it, axis) =>
        y.shape[axis] === x.shape[axis]
          ? it
          : w.write(`select(0u, ${it} - ${before[axis]}u, ${inside})`)
      ),
    }));
    return `select(0.0, ${w.read(x, from)}, ${inside})`;
  },
  concat: (w, y, at) => {
    const { axis } = y.attributes;
    const at0 = at.coordinates[axis];
    let start = 0;
    let value = "";
    for (const x of y.inputs) {
      const [first, end] = [start, start + x.shape[axis]];
      const inside = w.write(`${at0} >= ${first}u && ${at0} < ${end}u`);
      const from = at.derive(`concat ${axis} ${first}`, x.shape, (c) => ({
        coordinates: c.map((it, i) =>
          i === axis ? w.write(`select(0u, ${it} - ${first}u, ${inside})`) : it
        ),
      }));
      const element = w.read(x, from);
      value = value === "" ? element : w.write(`select(${value}, ${element}, ${inside})`);
      start = end;
    }
    return value;
  },
  one_hot: (w, y, at) => {
    const { axis } = y.attributes;
    const from = at.derive(`one_hot ${axis}`, y.inputs[0].shape, (c) => ({
      coordinates: c.filter((_, i) => i !== axis),
    }));
    const code = w.read(y.inputs[0], from);
    return `select(0.0, 1.0, ${code} == ${at.coordinates[axis]})`;
  },
  embedding: (w, y, at) => {
    const [table, codes] = y.inputs;
    const from = at.derive(
      "embedding codes",
      codes.shape,
      (c) => ({ coordinates: c.slice(0, -1) }),
    );
    const code = w.read(codes, from);
    const entry = at.derive(`embedding ${codes.id}`, table.shape, (c) => ({
      coordinates: [code, c.at(-1)!],
    }));
    return w.read(table, entry);
  },
  dropout: (w, y, at) => {
    const { rate, salt } = y.attributes;
    const [x, key] = y.inputs;
    const k0 = w.read(key, w.place(key, { index: "0u" }));
    const k1 = w.read(key, w.place(key, { index: "1u" }));
    const bits = `${w.threefry()}(${k0}, ${k1}, ${at.index}, ${salt >>> 0}u)`;
    const keep = Math.min(2 ** 32 - 1, Math.floor((1 - rate) * 2 ** 32));
    return `select(0.0, ${w.read(x, at)} * ${literal(1 / (1 - rate))}, ${bits} < ${keep}u)`;
  },
};
