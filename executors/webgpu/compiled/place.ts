import { type Shape, stridesOf } from "../../../core/graph/mod.ts";

/**
 * A position in a tensor of `shape` inside WGSL code, as a row-major index, as coordinates, or both.
 * Each form is written once, on first use. Derived places are memoised, so that two reads
 * of one element are one load.
 */
export class Place {
  #derived: Map<string, Place> = new Map();
  readonly values: Map<number, string> = new Map();

  constructor(
    readonly shape: Shape,
    private readonly write: (type: string, expression: string) => string,
    private known: { index?: string; coordinates?: readonly string[] },
  ) {}

  /** WGSL u32 expression of the row-major index. */
  get index(): string {
    this.known.index ??= this.#indexOf(this.known.coordinates!);
    return this.known.index;
  }

  /** WGSL u32 expressions, one per axis. */
  get coordinates(): readonly string[] {
    this.known.coordinates ??= this.#coordinatesOf(this.known.index!);
    return this.known.coordinates;
  }

  /** The same index read in another shape of as many elements. */
  reshaped(shape: Shape): Place {
    return this.derive(`reshape ${shape}`, shape, () => ({ index: this.index }));
  }

  /** The place of another tensor that `coordinates` maps this one's coordinates to. */
  derive(
    key: string,
    shape: Shape,
    known: (coordinates: readonly string[]) => {
      index?: string;
      coordinates?: readonly string[];
    },
  ): Place {
    if (String(shape) === String(this.shape) && key.startsWith("broadcast")) return this;
    const name = `${key} -> ${shape}`;
    let place = this.#derived.get(name);
    if (!place) {
      const form = key.startsWith("reshape") ? known([]) : known(this.coordinates);
      place = new Place(shape, this.write, form);
      this.#derived.set(name, place);
    }
    return place;
  }

  #indexOf(coordinates: readonly string[]): string {
    const strides = stridesOf(this.shape);
    const terms = coordinates
      .map((c, axis) => strides[axis] === 1 ? c : `${c} * ${strides[axis]}u`)
      .filter((_, axis) => this.shape[axis] > 1);
    return terms.length === 0 ? "0u" : this.write("u32", terms.join(" + "));
  }

  #coordinatesOf(index: string): string[] {
    const strides = stridesOf(this.shape);
    const lead = this.shape.findIndex((side) => side > 1);
    return this.shape.map((side, axis) => {
      if (side === 1) return "0u";
      const shifted = strides[axis] === 1 ? index : `${index} / ${strides[axis]}u`;
      return this.write("u32", axis === lead ? shifted : `(${shifted}) % ${side}u`);
    });
  }
}
