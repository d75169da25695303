import type { Graph, RandomSource } from "../../../core/graph/mod.ts";
import { ArenaLayout } from "../../storage/arena_layout.ts";
import { FixedBuffer, storageBuffer } from "./buffers.ts";

/** The parameters of a graph on the GPU, in two arenas. */
export class Parameters {
  private constructor(
    readonly gpu: GPUDevice,
    readonly layout: ArenaLayout,
    readonly weights: GPUBuffer,
    readonly state: GPUBuffer,
  ) {}

  /** Makes and initialises the parameters of `graph`, in the order in which the graph declares them. */
  static create(gpu: GPUDevice, graph: Graph, random: RandomSource): Parameters {
    const layout = new ArenaLayout(graph);
    const weights = storageBuffer(gpu, "weights", layout.sizes.weights);
    const state = storageBuffer(gpu, "state", layout.sizes.state);
    const parameters = new Parameters(gpu, layout, weights, state);
    for (const [name, { tensor, initializer }] of graph.parameters) {
      parameters.write(name, initializer(tensor.shape, random));
    }
    return parameters;
  }

  /** See {@link ArenaLayout}. */
  get sizes(): ArenaLayout["sizes"] {
    return this.layout.sizes;
  }

  /** The same parameters with the trainable ones read from another arena (averaged weights). */
  withWeights(weights: GPUBuffer): Parameters {
    return new Parameters(this.gpu, this.layout, weights, this.state);
  }

  /** The range of a parameter, or of what lies at its place in another arena of the same layout. */
  range(name: string, arena?: GPUBuffer): FixedBuffer {
    const { trainable, offset, words } = this.layout.slot(name);
    return new FixedBuffer(name, arena ?? (trainable ? this.weights : this.state), offset, words);
  }

  /** Sets a parameter. @throws {RangeError} If the number of values is not the parameter's. */
  write(name: string, values: Float32Array): void {
    this.layout.slotFor(name, values);
    const { buffer, offset } = this.range(name);
    this.gpu.queue.writeBuffer(buffer, offset * 4, values as Float32Array<ArrayBuffer>);
  }

  /** All parameters by name. */
  async read(): Promise<Map<string, Float32Array>> {
    const weights = await readBuffer(this.gpu, this.weights);
    return this.layout.parametersOf(weights, await readBuffer(this.gpu, this.state));
  }

  /** Frees both arenas. */
  destroy(): void {
    this.weights.destroy();
    this.state.destroy();
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
