import { evaluate, type Tensor, type Values } from "../../core/graph/mod.ts";
import { spread } from "../position/node_builder.ts";
import type { PlanNode } from "../position/node.ts";
import { type PositionPlan, positionPlanOf } from "../position/position_plan.ts";
import { positionOrder } from "../position/position_order.ts";
import { nodeOffsets } from "../position/view.ts";
import type { Compute } from "./compute.ts";
import { computeOf } from "./compute_of.ts";

/**
 * Evaluates a causal graph over a grid of codes one position at a time, in raster order, in plain
 * TypeScript. Values of earlier positions are kept, so a whole grid costs about one full pass. Bit for
 * bit the reference.
 */
export class PositionExecutor {
  /** The grid of codes: set a code before `next()` moves past its position. */
  readonly codes: Uint32Array;
  readonly #output: Tensor;
  readonly #weights: ReadonlyMap<string, Values>;
  readonly #plan: PositionPlan;
  readonly #steps: { compute: Compute; positions: Uint32Array; values: Values }[][];
  readonly #results: Float32Array[];
  #next = 0;

  /**
   * @param output `[1, c, gh, gw]`; each position may depend on earlier codes only.
   * @param codes The input u32 `[1, gh, gw]` of its graph.
   * @param weights The parameters by name; repacked here, once.
   * @throws {TypeError} If an op has no form at one position, or the output is not causal.
   */
  constructor(output: Tensor, codes: Tensor, weights: ReadonlyMap<string, Values>) {
    this.#output = output;
    this.#weights = weights;
    this.#plan = positionPlanOf(output, codes, weights);
    const { nodes, input, output: view } = this.#plan;
    const values = new Map<PlanNode, Values>();
    for (const node of nodes) {
      const count = node.height * node.width * node.channels;
      const whole = node.kind === "input" || node.kind === "argmin";
      values.set(node, whole ? new Uint32Array(count) : new Float32Array(count));
    }
    const of = (node: PlanNode) => values.get(node)!;
    const computes = new Map(nodes.map((node) => [node, computeOf(node, { of })]));
    this.#steps = positionOrder(this.#plan).map((runs) =>
      runs.map(({ node, positions }) => ({
        compute: computes.get(node)!,
        positions,
        values: of(node),
      }))
    );
    this.codes = of(input) as Uint32Array;
    const results = of(view.node) as Float32Array;
    this.#results = Array.from(
      nodeOffsets(view),
      (offset) => results.subarray(offset, offset + view.channels),
    );
  }

  /** Starts a grid. @param feeds Inputs other than the codes, by name. */
  begin(feeds: ReadonlyMap<string, Values>): void {
    this.#next = 0;
    const { perGrid } = this.#plan;
    const tensors = perGrid.map(({ tensor }) => tensor!);
    const known = new Map([...this.#weights, ...feeds]);
    evaluate(this.#output.graph, tensors, known).forEach((values, i) =>
      spread(values, perGrid[i].values)
    );
  }

  /**
   * The output `[c]` at the next position.
   * @returns A view, valid until that position of the next grid.
   * @throws {RangeError} Past the last position.
   */
  next(): Float32Array {
    if (this.#next === this.#steps.length) {
      throw new RangeError(
        `Cannot evaluate a position: expected at most ${this.#next} of a grid, got one more`,
      );
    }
    for (const { compute, positions, values } of this.#steps[this.#next]) {
      compute(positions, values);
    }
    return this.#results[this.#next++];
  }
}
