import type { Graph } from "../../../core/graph/mod.ts";
import { ArenaLayout } from "../../storage/arena_layout.ts";
import type { FixedMemory, Write } from "./fixed_memory.ts";
import { Buffer } from "./task.ts";

/** Where the parameters of a graph are, in two arenas. */
export class Parameters {
  readonly #ranges = new Map<Buffer, Map<string, Buffer>>();

  private constructor(
    readonly layout: ArenaLayout,
    readonly weights: Buffer,
    readonly state: Buffer,
  ) {}

  /** Places for the parameters of `graph`. */
  static place(graph: Graph, memory: FixedMemory): Parameters {
    const layout = new ArenaLayout(graph);
    const weights = memory.place("weights", layout.sizes.weights);
    return new Parameters(layout, weights, memory.place("state", layout.sizes.state));
  }

  /** The same parameters with the trainable ones read from another arena (averaged weights). */
  withWeights(weights: Buffer): Parameters {
    return new Parameters(this.layout, weights, this.state);
  }

  /** The place of a parameter, or the same place in another arena of the same layout. */
  range(name: string, arena?: Buffer): Buffer {
    const { trainable, offset, words } = this.layout.slot(name);
    arena ??= trainable ? this.weights : this.state;
    const ranges = this.#ranges.get(arena) ?? new Map<string, Buffer>();
    this.#ranges.set(arena, ranges);
    const range = ranges.get(name) ?? new Buffer(name, words, arena.address + offset * 4);
    ranges.set(name, range);
    return range;
  }

  /** What sets a parameter. @throws {RangeError} If the number of values is not the parameter's. */
  write(name: string, values: Float32Array): Write {
    this.layout.slotFor(name, values);
    return { address: this.range(name).address, values };
  }
}
