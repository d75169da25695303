import { stridesOf, type Tensor } from "../../../core/graph/mod.ts";
import { fixed, greatest, type Linear, weighted } from "./linear.ts";
import { MustStore, splitLoop } from "./space.ts";

/**
 * An element of a tensor, by its row-major index, by its coordinates, or both, each linear in the counters of
 * loops. The other form is found on first use.
 */
export class Place {
  #index?: Linear;
  #coordinates?: readonly Linear[];

  /** @param extents Rounds of the loops. */
  constructor(
    readonly tensor: Tensor,
    readonly extents: readonly number[],
    known: { index: Linear } | { coordinates: readonly Linear[] },
  ) {
    if ("index" in known) this.#index = known.index;
    else this.#coordinates = known.coordinates;
  }

  /** Row-major. */
  get index(): Linear {
    this.#index ??= weighted(
      this.#coordinates!,
      stridesOf(this.tensor.shape),
      this.extents.length,
    );
    return this.#index;
  }

  /** One for each axis. @throws {Refinement | MustStore} Where they aren't linear. */
  get coordinates(): readonly Linear[] {
    this.#coordinates ??= this.#divide(this.#index!);
    return this.#coordinates;
  }

  #divide(index: Linear): Linear[] {
    const strides = stridesOf(this.tensor.shape);
    let rest = index;
    return this.tensor.shape.map((side, axis) => {
      if (side === 1) return fixed(0, this.extents.length);
      const stride = strides[axis];
      const whole = {
        constant: Math.floor(rest.constant / stride),
        factors: rest.factors.map((factor) => factor % stride === 0 ? factor / stride : 0),
      };
      rest = {
        constant: rest.constant % stride,
        factors: rest.factors.map((factor) => factor % stride === 0 ? 0 : factor),
      };
      if (greatest(rest, this.extents) >= stride) throw this.#refinement(rest, stride);
      return whole;
    });
  }

  /** Why what is left of an index carries over into the axis of `stride`. */
  #refinement(rest: Linear, stride: number) {
    const k = rest.factors.findIndex((factor, k) =>
      factor > 0 && stride % factor === 0 && this.extents[k] > stride / factor &&
      this.extents[k] % (stride / factor) === 0
    );
    return k < 0 ? new MustStore(this.tensor) : splitLoop(k, stride / rest.factors[k]);
  }
}
