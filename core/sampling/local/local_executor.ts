import type { Tensor, Values } from "../../graph/mod.ts";
import { evaluate } from "../../graph/mod.ts";
import { Builder, spread } from "./builder.ts";
import { type Run, schedule } from "./schedule.ts";
import { nodeOffsets } from "./view.ts";

/**
 * Evaluates a causal graph over a grid of codes one position at a time, in raster order. Values of
 * earlier positions are kept, so a whole grid costs about one full pass. Bit for bit the reference.
 */
export class LocalExecutor {
  readonly #output: Tensor;
  readonly #builder: Builder;
  readonly #weights: ReadonlyMap<string, Values>;
  readonly #steps: Run[][];
  readonly #results: Float32Array[];
  #next = 0;

  /**
   * @param output `[1, c, gh, gw]`; at a position it depends only on codes before it.
   * @param codes The input u32 `[1, gh, gw]` of its graph.
   * @param weights The parameters by name; repacked here, once.
   * @throws {TypeError} If an op has no form at one position, or the output is not causal.
   */
  constructor(output: Tensor, codes: Tensor, weights: ReadonlyMap<string, Values>) {
    this.#output = output;
    this.#weights = weights;
    this.#builder = new Builder(codes, weights);
    const view = this.#builder.build(output);
    this.#steps = schedule(this.#builder.nodes, view);
    const values = view.node.values as Float32Array;
    this.#results = Array.from(
      nodeOffsets(view),
      (offset) => values.subarray(offset, offset + view.channels),
    );
  }

  /** The grid of codes: set a code before asking for a later position. */
  get codes(): Uint32Array {
    return this.#builder.codes.values;
  }

  /** Starts a grid. @param feeds Inputs other than the codes, by name. */
  begin(feeds: ReadonlyMap<string, Values>): void {
    this.#next = 0;
    const { perGrid } = this.#builder;
    const tensors = perGrid.map(({ tensor }) => tensor);
    const known = new Map([...this.#weights, ...feeds]);
    evaluate(this.#output.graph, tensors, known).forEach((values, i) =>
      spread(values, perGrid[i].values)
    );
  }

  /**
   * The output `[c]` at the next position.
   * @returns A view that holds until that position of the next grid.
   * @throws {RangeError} Past the last position.
   */
  next(): Float32Array {
    if (this.#next === this.#steps.length) {
      throw new RangeError(
        `Cannot evaluate a position as the grid has ${this.#next}: all are done`,
      );
    }
    for (const { node, positions } of this.#steps[this.#next]) node.compute(positions);
    return this.#results[this.#next++];
  }
}
