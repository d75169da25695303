import { isKnownOp, type Tensor, type TensorOf } from "../../../core/graph/mod.ts";
import { Place } from "./place.ts";
import {
  type ElementWriter,
  literal,
  POINTWISE_RULES,
  type PointwiseName,
  type PointwiseRule,
} from "./pointwise_rules.ts";

/**
 * Writes WGSL that computes one element of a tensor from the buffers it depends on. A chain of
 * pointwise ops and views (slices, pads, transposes, broadcasts …) becomes one expression: nothing
 * between is stored.
 */
export class PointwiseWriter implements ElementWriter {
  /** Tensors read from buffers, in binding order. */
  readonly buffers: Tensor[] = [];
  readonly #lines: string[] = [];
  #names = 0;
  #usesThreefry = false;

  /** @param stored Whether a tensor has a buffer to read. */
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
    if (!isPointwise(tensor)) {
      throw new TypeError(
        `Cannot fuse ${tensor.op.name}: expected a pointwise op, got one that must be stored`,
      );
    }
    return this.#applied(tensor, place);
  }

  #applied<N extends PointwiseName>(tensor: TensorOf<N>, place: Place): string {
    const rule: PointwiseRule<N> = POINTWISE_RULES[tensor.op.name];
    return rule(this, tensor, place);
  }
}

/** True if the op has a pointwise form: an element of its value needs a bounded number of elements. */
export function isPointwise(tensor: Tensor): tensor is TensorOf<PointwiseName> {
  return isKnownOp(tensor) && Object.hasOwn(POINTWISE_RULES, tensor.op.name);
}

// First word of Threefry-2x32-20 (Salmon et al. 2011), as core/random/threefry.ts.
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
