import type { Graph, Tensor } from "../../../core/graph/mod.ts";
import {
  ADAM_STATE,
  type AdamArena,
  type AdamOptions,
  adamScalars,
} from "../../storage/adam_options.ts";
import type { BufferRef, Recorder } from "../kernels/kernel.ts";
import code from "../kernels/adam.wgsl" with { type: "text" };
import { launchCopy } from "../kernels/copy.ts";
import { gridOf } from "../kernels/grid.ts";
import { launchNorm } from "../kernels/norm.ts";
import { FixedBuffer, storageBuffer } from "../compiled/buffers.ts";
import { type Parameters, readBuffer } from "../compiled/parameters.ts";

/** The scalars of a step, in whole vectors. */
const STEP_WORDS = 12;

/**
 * Adam over the whole trainable arena in one dispatch. A step whose loss, gradient or new state is not
 * finite changes nothing.
 */
export class Adam {
  readonly gradient: GPUBuffer;
  readonly arenas: Readonly<Record<AdamArena, GPUBuffer>>;
  /** `[norm of the gradient, 1 as long as every step was finite]`; at 0 no step changes anything. */
  readonly norm: FixedBuffer;
  readonly #step: GPUBuffer;

  constructor(readonly parameters: Parameters, readonly options: AdamOptions) {
    const { gpu, sizes: { weights } } = parameters;
    this.gradient = storageBuffer(gpu, "gradient", weights);
    this.arenas = {
      mean: storageBuffer(gpu, "mean", weights),
      square: storageBuffer(gpu, "square", weights),
      average: storageBuffer(gpu, "average", weights),
    };
    this.startAverage();
    this.norm = new FixedBuffer("norm", storageBuffer(gpu, "norm", 2), 0, 2);
    gpu.queue.writeBuffer(this.norm.buffer, 0, new Float32Array([0, 1]));
    this.#step = storageBuffer(gpu, "adam step", STEP_WORDS);
  }

  /** Starts the moving average at the current weights. */
  startAverage(): void {
    const { gpu, weights } = this.parameters;
    const encoder = gpu.createCommandEncoder();
    encoder.copyBufferToBuffer(weights, 0, this.arenas.average, 0, weights.size);
    gpu.queue.submit([encoder.finish()]);
  }

  /** Where a parameter's gradient must be stored. */
  gradientOf(name: string): FixedBuffer {
    return this.parameters.range(name, this.gradient);
  }

  /** Records the update of all weights, and of the state that `graph` assigns. */
  record(
    recorder: Recorder,
    { graph, loss, bufferOf }: {
      graph: Graph;
      loss: Tensor;
      bufferOf: (tensor: Tensor) => BufferRef;
    },
  ): void {
    const { weights, matrices } = this.parameters.sizes;
    const whole = (buffer: GPUBuffer) => new FixedBuffer(buffer.label, buffer, 0, weights);
    const watched = [loss, ...graph.assignments.values()];
    launchNorm(recorder, {
      counted: { buffer: whole(this.gradient), words: weights },
      watched: watched.map((it) => ({ buffer: bufferOf(it), words: it.size })),
      out: this.norm,
    });
    recorder.dispatch({
      kernel: {
        name: "adam",
        code,
        entryPoint: "adam",
        constants: { COUNT: weights, MATRICES: matrices },
      },
      bindings: [
        { buffer: new FixedBuffer("adam step", this.#step, 0, STEP_WORDS), access: "read" },
        { buffer: this.norm, access: "read" },
        { buffer: whole(this.gradient), access: "read" },
        { buffer: whole(this.parameters.weights), access: "read_write" },
        ...ADAM_STATE.map((name) => ({
          buffer: whole(this.arenas[name]),
          access: "read_write" as const,
        })),
      ],
      workgroups: gridOf(weights),
    });
    for (const [name, value] of graph.assignments) {
      launchCopy(recorder, {
        from: bufferOf(value),
        to: this.parameters.range(name),
        words: value.size,
        guard: this.norm,
      });
    }
  }

  /**
   * Sets the scalars of the coming step.
   * @param step Steps done before, from 0.
   * @param scale Factor of the learning rate, in [0, 1].
   */
  prepare(step: number, scale: number): void {
    const words = new Float32Array(STEP_WORDS);
    words.set(adamScalars(this.options, { step, scale }));
    this.parameters.gpu.queue.writeBuffer(this.#step, 0, words);
  }

  /** The state by arena, as `restore` takes it. */
  async read(): Promise<Record<AdamArena, Float32Array>> {
    const { gpu } = this.parameters;
    return {
      mean: await readBuffer(gpu, this.arenas.mean),
      square: await readBuffer(gpu, this.arenas.square),
      average: await readBuffer(gpu, this.arenas.average),
    };
  }

  /** Restores a state that `read` returned. @throws {RangeError} If it is another model's. */
  restore(state: Readonly<Record<AdamArena, Float32Array>>): void {
    const { gpu, sizes: { weights } } = this.parameters;
    for (const name of ADAM_STATE) {
      if (state[name].length !== weights) {
        throw new RangeError(
          `Cannot restore optimiser state "${name}": expected ${weights} values, got ${
            state[name].length
          }`,
        );
      }
      gpu.queue.writeBuffer(this.arenas[name], 0, state[name] as Float32Array<ArrayBuffer>);
    }
  }

  /** Frees the optimiser's buffers. */
  destroy(): void {
    for (
      const buffer of [this.gradient, this.#step, this.norm.buffer, ...Object.values(this.arenas)]
    ) {
      buffer.destroy();
    }
  }
}
