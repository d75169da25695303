import type { Graph, RandomSource } from "../../../core/graph/mod.ts";
import { ARENA_ALIGNMENT, FixedBuffer, storageBuffer } from "./buffers.ts";

/** Where a parameter lies in its arena. */
export interface Slot {
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** In words. */
  readonly offset: number;
  readonly words: number;
}

/**
 * The parameters of a graph on the GPU: all trainable ones in one buffer (an optimiser is then one
 * dispatch), all others in another. Parameters of rank 2 and more come first, so that weight decay
 * is a range.
 */
export class Parameters {
  readonly slots: ReadonlyMap<string, Slot>;
  /** Words of the trainable arena, of its part of rank >= 2, and of the state arena. */
  readonly sizes: { readonly weights: number; readonly matrices: number; readonly state: number };

  private constructor(
    readonly gpu: GPUDevice,
    layout: { slots: Map<string, Slot>; sizes: Parameters["sizes"] },
    readonly weights: GPUBuffer,
    readonly state: GPUBuffer,
  ) {
    this.slots = layout.slots;
    this.sizes = layout.sizes;
  }

  /** Makes and initialises the parameters of `graph`, in the order in which the graph declares them. */
  static create(gpu: GPUDevice, graph: Graph, random: RandomSource): Parameters {
    const layout = arrange(graph);
    const weights = storageBuffer(gpu, "weights", layout.sizes.weights);
    const state = storageBuffer(gpu, "state", layout.sizes.state);
    const parameters = new Parameters(gpu, layout, weights, state);
    for (const [name, { tensor, initializer }] of graph.parameters) {
      parameters.write(name, initializer(tensor.shape, random));
    }
    return parameters;
  }

  /** The same parameters with the trainable ones read from another arena (averaged weights). */
  withWeights(weights: GPUBuffer): Parameters {
    return new Parameters(
      this.gpu,
      { slots: this.slots as Map<string, Slot>, sizes: this.sizes },
      weights,
      this.state,
    );
  }

  /** The range of a parameter, or of what lies at its place in another arena of the same layout. */
  range(name: string, arena?: GPUBuffer): FixedBuffer {
    const { trainable, offset, words } = this.#slot(name);
    return new FixedBuffer(name, arena ?? (trainable ? this.weights : this.state), offset, words);
  }

  /** Sets a parameter. @throws {RangeError} If the number of values is not the parameter's. */
  write(name: string, values: Float32Array): void {
    const { words } = this.#slot(name);
    if (values.length !== words) {
      throw new RangeError(
        `Cannot set parameter "${name}" as it holds ${words} values: ${values.length} given`,
      );
    }
    const { buffer, offset } = this.range(name);
    this.gpu.queue.writeBuffer(buffer, offset * 4, values as Float32Array<ArrayBuffer>);
  }

  /** All parameters by name, read from `arena` instead of the weights if given. */
  async read(): Promise<Map<string, Float32Array>> {
    const arenas = [
      await readBuffer(this.gpu, this.weights),
      await readBuffer(this.gpu, this.state),
    ];
    const values = new Map<string, Float32Array>();
    for (const [name, { trainable, offset, words }] of this.slots) {
      values.set(name, arenas[trainable ? 0 : 1].slice(offset, offset + words));
    }
    return values;
  }

  /** The trainable parameters' parts of an arena of their layout, by name. */
  byName(arena: Float32Array): Map<string, Float32Array> {
    return new Map(
      this.#trainable().map(([name, { offset, words }]) => [
        name,
        arena.slice(offset, offset + words),
      ]),
    );
  }

  /** The inverse of {@link byName}. @throws {RangeError} If a parameter is missing or of another size. */
  arenaOf(values: ReadonlyMap<string, Float32Array>): Float32Array {
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

  /** Frees both arenas. */
  destroy(): void {
    this.weights.destroy();
    this.state.destroy();
  }

  #trainable(): [string, Slot][] {
    return [...this.slots].filter(([, { trainable }]) => trainable);
  }

  #slot(name: string): Slot {
    const slot = this.slots.get(name);
    if (!slot) throw new RangeError(`Cannot find parameter "${name}" as the graph has none`);
    return slot;
  }
}

/** The contents of a whole buffer as f32. */
export async function readBuffer(gpu: GPUDevice, source: GPUBuffer): Promise<Float32Array> {
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const staging = gpu.createBuffer({ size: source.size, usage });
  const encoder = gpu.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, staging, 0, source.size);
  gpu.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}

function arrange(graph: Graph): { slots: Map<string, Slot>; sizes: Parameters["sizes"] } {
  const ends = { weights: 0, state: 0 };
  const slots = new Map<string, Slot>();
  const place = (matrices: boolean) => {
    for (const [name, { tensor, trainable }] of graph.parameters) {
      if ((tensor.shape.length >= 2) !== matrices) continue;
      const arena = trainable ? "weights" : "state";
      slots.set(name, { shape: tensor.shape, trainable, offset: ends[arena], words: tensor.size });
      ends[arena] += Math.ceil(tensor.size / ARENA_ALIGNMENT) * ARENA_ALIGNMENT;
    }
  };
  place(true);
  const matrices = ends.weights;
  place(false);
  return { slots, sizes: { ...ends, matrices } };
}
