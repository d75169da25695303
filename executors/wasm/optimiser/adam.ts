import type { Graph, Tensor } from "../../../core/graph/mod.ts";
import {
  ADAM_SCALARS,
  ADAM_STATE,
  type AdamArena,
  type AdamOptions,
  adamScalars,
} from "../../storage/adam_options.ts";
import { copyTask } from "../compiled/copy.ts";
import type { FixedMemory } from "../compiled/fixed_memory.ts";
import type { Lowering } from "../compiled/lowering.ts";
import type { Parameters } from "../compiled/parameters.ts";
import type { Buffer } from "../compiled/task.ts";
import { chunksOf, normTask, squaresTask } from "./norm.ts";
import { updateTask } from "./update.ts";

/**
 * Adam over the whole trainable arena in one pass. A step whose loss, gradient or new state is not finite changes
 * nothing, and no later one does.
 */
export class Adam {
  readonly gradient: Buffer;
  readonly arenas: Readonly<Record<AdamArena, Buffer>>;
  /** `[norm of the gradient, 1 as long as every step was finite]`. The second must be 1 before the first step. */
  readonly norm: Buffer;
  /** The scalars of the coming step: see {@link scalars}. */
  readonly step: Buffer;

  constructor(
    readonly parameters: Parameters,
    readonly options: AdamOptions,
    memory: FixedMemory,
  ) {
    const { weights } = parameters.layout.sizes;
    this.gradient = memory.place("gradient", weights);
    this.arenas = {
      mean: memory.place("mean", weights),
      square: memory.place("square", weights),
      average: memory.place("average", weights),
    };
    this.norm = memory.place("norm", 2);
    this.step = memory.place("adam step", ADAM_SCALARS.length);
  }

  /** Where a parameter's gradient must be stored. */
  gradientOf(name: string): Buffer {
    return this.parameters.range(name, this.gradient);
  }

  /** What {@link step} must hold. @param at Steps done before, and the factor of the learning rate. */
  scalars(at: { step: number; scale: number }): Float32Array<ArrayBuffer> {
    return new Float32Array(adamScalars(this.options, at));
  }

  /** Records the update of all weights, and of the state that `graph` assigns. */
  record(context: Lowering, { graph, loss }: { graph: Graph; loss: Tensor }): void {
    const watched = [loss, ...graph.assignments.values()];
    const measured = [this.gradient, ...watched.map((it) => context.bufferOf(it))];
    const counts = measured.map(chunksOf);
    const sums = context.scratch(counts.reduce((a, b) => a + b, 0), "sums of squares");
    let first = 0;
    measured.forEach((it, i) => {
      context.record(squaresTask(it, sums, first));
      first += counts[i];
    });
    context.record(normTask(sums, counts[0], this.norm));
    const { gradient, norm, step } = this;
    const { weights, layout } = this.parameters;
    const state = ADAM_STATE.map((name) => this.arenas[name]);
    context.record(updateTask({
      ...{ gradient, norm, step, weights, matrices: layout.sizes.matrices },
      state,
    }));
    for (const [name, value] of graph.assignments) {
      const [from, to] = [context.bufferOf(value), this.parameters.range(name)];
      context.record(copyTask({ from, to, guard: norm }));
    }
  }
}
