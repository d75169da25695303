import type { Tensor } from "../../core/graph/mod.ts";
import { Place } from "./place.ts";

/**
 * Writes WGSL that computes one element of a tensor from the buffers it depends on. A chain of
 * pointwise ops and views (slices, pads, transposes, broadcasts …) becomes one expression: nothing
 * between is stored.
 */
export class PointwiseWriter {
  /** Tensors read from buffers, in binding order. */
  readonly buffers: Tensor[] = [];
  readonly #lines: string[] = [];
  #names = 0;
  #usesThreefry = false;

  /** @param stored Tells which tensors have a buffer to read. */
  constructor(private readonly stored: (tensor: Tensor) => boolean) {}

  /** The statements so far. */
  get body(): string {
    return this.#lines.join("\n  ");
  }

  /** Functions the statements call. */
  get functions(): string {
    return this.#usesThreefry ? THREEFRY : "";
  }

  /** A place of `shape` given by a WGSL index or coordinates. */
  place(tensor: Tensor, known: { index?: string; coordinates?: readonly string[] }): Place {
    return new Place(tensor.shape, (_, expression) => this.write(expression), known);
  }

  /** Binds an expression to a name. */
  write(expression: string): string {
    if (/^[a-z0-9_]+$/i.test(expression)) return expression;
    const name = `v${this.#names++}`;
    this.#lines.push(`let ${name} = ${expression};`);
    return name;
  }

  /** The WGSL value of `tensor` at `place`. */
  read(tensor: Tensor, place: Place): string {
    let value = place.values.get(tensor.id);
    if (value === undefined) {
      value = this.write(this.#expression(tensor, place));
      place.values.set(tensor.id, value);
    }
    return value;
  }

  /** Marks the random function as used. @returns its name. */
  threefry(): string {
    this.#usesThreefry = true;
    return "threefry2x32";
  }

  #expression(tensor: Tensor, place: Place): string {
    const constant = tensor.graph.constants.get(tensor);
    if (constant?.length === 1) {
      return tensor.dtype === "u32" ? `${constant[0]}u` : literal(constant[0]);
    }
    if (this.stored(tensor)) {
      let binding = this.buffers.indexOf(tensor);
      if (binding < 0) binding = this.buffers.push(tensor) - 1;
      return `b${binding}[${place.index}]`;
    }
    return POINTWISE[tensor.op.name](this, tensor, place);
  }
}

/** True if the op has a pointwise form: an element of its value needs a bounded number of elements. */
export function isPointwise(tensor: Tensor): boolean {
  return tensor.op.name in POINTWISE;
}

/** An f32 as a WGSL literal. */
export function literal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Cannot write ${value} as a WGSL literal`);
  const text = String(Math.fround(value));
  return value < 0 ? `(${text}f)` : `${text}f`;
}

type Rule = (w: PointwiseWriter, y: Tensor, at: Place) => string;

const unary = (form: (x: string) => string): Rule => (w, y, at) => form(w.read(y.inputs[0], at));

const broadcast = (at: Place, input: Tensor): Place => {
  const skip = at.shape.length - input.shape.length;
  return at.derive("broadcast", input.shape, (c) => ({
    coordinates: input.shape.map((side, axis) => side === 1 ? "0u" : c[axis + skip]),
  }));
};

const binary = (form: (a: string, b: string) => string): Rule => (w, y, at) =>
  form(...y.inputs.map((x) => w.read(x, broadcast(at, x))) as [string, string]);

// Comparisons are written so that a NaN stays a NaN.
const POINTWISE: Readonly<Record<string, Rule>> = {
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
    const permutation: number[] = y.attributes.permutation;
    const from = at.derive(`transpose ${permutation}`, y.inputs[0].shape, (c) => ({
      coordinates: permutation.map((_, axis) => c[permutation.indexOf(axis)]),
    }));
    return w.read(y.inputs[0], from);
  },
  slice: (w, y, at) => {
    const starts: number[] = y.attributes.starts;
    const from = at.derive(`slice ${starts}`, y.inputs[0].shape, (c) => ({
      coordinates: c.map((x, axis) => starts[axis] === 0 ? x : w.write(`${x} + ${starts[axis]}u`)),
    }));
    return w.read(y.inputs[0], from);
  },
  pad: (w, y, at) => {
    const before: number[] = y.attributes.before;
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
    const axis: number = y.attributes.axis;
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
    const axis: number = y.attributes.axis;
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

// First word of Threefry-2x32-20 (Salmon et al. 2011), as core/sampling/threefry.ts.
const THREEFRY = `
fn threefry2x32(k0: u32, k1: u32, c0: u32, c1: u32) -> u32 {
  var key = array<u32, 3>(k0, k1, 0x1bd11bdau ^ k0 ^ k1);
  var x0 = c0 + k0;
  var x1 = c1 + k1;
  ${
  Array.from({ length: 5 }, (_, group) => {
    const rotations = group % 2 === 0 ? [13, 15, 26, 6] : [17, 29, 16, 24];
    const rounds = rotations.map((r) =>
      `x0 += x1; x1 = (x1 << ${r}u) | (x1 >> ${32 - r}u); x1 ^= x0;`
    );
    const [a, b] = [(group + 1) % 3, (group + 2) % 3];
    return [...rounds, `x0 += key[${a}]; x1 += key[${b}] + ${group + 1}u;`].join("\n  ");
  }).join("\n  ")
}
  return x0;
}`;
