import type { Graph } from "../../core/graph/mod.ts";

/** Smallest offset between parameters in an arena, in words: WebGPU's default storage offset alignment. */
export const ARENA_ALIGNMENT = 64;

/** Where a parameter lies in its arena. */
export interface Slot {
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** In words. */
  readonly offset: number;
  readonly words: number;
}

/**
 * The places of a graph's parameters: all trainable ones in one arena (an optimiser is then one pass), all others in
 * another. Parameters of rank 2 and more come first, so that weight decay is a range.
 */
export class ArenaLayout {
  readonly slots: ReadonlyMap<string, Slot>;
  /** Words of the trainable arena, of its part of rank >= 2, and of the state arena. */
  readonly sizes: { readonly weights: number; readonly matrices: number; readonly state: number };

  constructor(graph: Graph) {
    const ends = { weights: 0, state: 0 };
    const slots = new Map<string, Slot>();
    const place = (matrices: boolean) => {
      for (const [name, { tensor, trainable }] of graph.parameters) {
        if ((tensor.shape.length >= 2) !== matrices) continue;
        const arena = trainable ? "weights" : "state";
        const { shape, size: words } = tensor;
        slots.set(name, { shape, trainable, offset: ends[arena], words });
        ends[arena] += Math.ceil(words / ARENA_ALIGNMENT) * ARENA_ALIGNMENT;
      }
    };
    place(true);
    const matrices = ends.weights;
    place(false);
    this.slots = slots;
    this.sizes = { ...ends, matrices };
  }

  /** @throws {RangeError} If the graph has no parameter of that name. */
  slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) {
      throw new RangeError(
        `Cannot find parameter "${name}": expected a parameter of the graph, got none of that name`,
      );
    }
    return slot;
  }

  /** The place for values of a parameter. @throws {RangeError} If their number is not the parameter's. */
  slotFor(name: string, values: Float32Array): Slot {
    const slot = this.slot(name);
    if (values.length !== slot.words) {
      throw new RangeError(
        `Cannot set parameter "${name}": expected ${slot.words} values, got ${values.length}`,
      );
    }
    return slot;
  }

  /** The parts of both arenas, by name of the parameter. */
  parametersOf(weights: Float32Array, state: Float32Array): Map<string, Float32Array> {
    return new Map(
      Array.from(this.slots, ([name, { trainable, offset, words }]) => [
        name,
        (trainable ? weights : state).slice(offset, offset + words),
      ]),
    );
  }

  /** The trainable parameters' parts of an arena, by name. */
  byName(arena: Float32Array): Map<string, Float32Array> {
    return new Map(
      this.#trainable().map(([name, { offset, words }]) => [
        name,
        arena.slice(offset, offset + words),
      ]),
    );
  }

  /** The inverse of {@link byName}. @throws {RangeError} If a parameter is missing or of another size. */
  arenaOf(values: ReadonlyMap<string, Float32Array>): Float32Array<ArrayBuffer> {
    const arena = new Float32Array(this.sizes.weights);
    for (const [name, { offset, words }] of this.#trainable()) {
      const own = values.get(name);
      if (own?.length !== words) {
        throw new RangeError(
          `Cannot restore "${name}": expected ${words} values, got ${own?.length ?? "none"}`,
        );
      }
      arena.set(own, offset);
    }
    return arena;
  }

  #trainable(): [string, Slot][] {
    return [...this.slots].filter(([, { trainable }]) => trainable);
  }
}
