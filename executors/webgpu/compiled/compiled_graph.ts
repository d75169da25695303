import type { DType, Tensor, Values } from "../../../core/graph/mod.ts";
import type { Device } from "../device.ts";
import type { FixedBuffer } from "./buffers.ts";

/** One kernel run of a compiled graph. */
export interface RecordedDispatch {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** A result that can be read after each run. */
export interface CompiledOutput {
  readonly dtype: DType;
  readonly range: GPUBufferBinding;
}

/** A compiled graph: `compileGraph` makes everything once, `run` replays it. */
export class CompiledGraph {
  readonly #staging: GPUBuffer[] = [];

  constructor(
    private readonly device: Device,
    readonly parts: {
      readonly dispatches: readonly RecordedDispatch[];
      readonly inputs: ReadonlyMap<string, FixedBuffer>;
      readonly outputs: ReadonlyMap<string, CompiledOutput>;
      /** Every tensor's memory, if the graph was compiled with `reuseMemory: false`. */
      readonly stored: ReadonlyMap<Tensor, GPUBufferBinding>;
      readonly chunks: readonly GPUBuffer[];
      /** What `destroy()` frees: all memory but the parameters' and the optimiser's. */
      readonly owned: readonly GPUBuffer[];
    },
  ) {}

  /** Bytes of planned memory, inputs and outputs not counted. */
  get plannedBytes(): number {
    return this.parts.chunks.reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Runs once: all dispatches in one compute pass. Returns when the work is queued.
   * @param feeds A value for each input that the compiled tensors depend on.
   * @throws {TypeError} If an input is missing or has the wrong length.
   */
  run(feeds: ReadonlyMap<string, Values> = new Map()): void {
    const { gpu } = this.device;
    for (const [name, { buffer, words }] of this.parts.inputs) {
      const values = feeds.get(name);
      if (values?.length !== words) {
        throw new TypeError(
          `Cannot feed "${name}": expected ${words} values, got ${values?.length ?? "none"}`,
        );
      }
      gpu.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
    }
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, bindGroup, workgroups } of this.parts.dispatches) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
    gpu.queue.submit([encoder.finish()]);
  }

  /**
   * Reads outputs of the last run. The copy is queued at once: later runs don't change the result.
   * @param names Default: all outputs.
   */
  async read(
    names: readonly string[] = [...this.parts.outputs.keys()],
  ): Promise<Map<string, Values>> {
    const wanted = names.map((name) => {
      const output = this.parts.outputs.get(name);
      if (!output) {
        throw new RangeError(
          `Cannot read "${name}": expected an output of the compiled graph, got none of that name`,
        );
      }
      return { name, ...output };
    });
    const values = await this.#copy(wanted.map(({ range }) => range));
    await this.device.check();
    return new Map(wanted.map(({ name, dtype }, i) => [
      name,
      dtype === "f32" ? new Float32Array(values[i]) : new Uint32Array(values[i]),
    ]));
  }

  /** Reads any tensor of a graph compiled with `reuseMemory: false`. */
  async inspect(tensor: Tensor): Promise<Values> {
    const [bytes] = await this.#copy([this.parts.stored.get(tensor)!]);
    return tensor.dtype === "f32" ? new Float32Array(bytes) : new Uint32Array(bytes);
  }

  /** Frees inputs, constants, outputs and planned memory. */
  destroy(): void {
    for (const buffer of [...this.parts.owned, ...this.#staging]) buffer.destroy();
  }

  async #copy(ranges: readonly GPUBufferBinding[]): Promise<ArrayBuffer[]> {
    const { gpu } = this.device;
    const total = ranges.reduce((sum, { size }) => sum + size!, 0);
    const staging = this.#takeStaging(total);
    const encoder = gpu.createCommandEncoder();
    let at = 0;
    for (const { buffer, offset, size } of ranges) {
      encoder.copyBufferToBuffer(buffer, offset ?? 0, staging, at, size!);
      at += size!;
    }
    gpu.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ, 0, total);
    const bytes = staging.getMappedRange(0, total).slice(0);
    staging.unmap();
    this.#staging.push(staging);
    at = 0;
    return ranges.map(({ size }) => bytes.slice(at, at += size!));
  }

  #takeStaging(size: number): GPUBuffer {
    const index = this.#staging.findIndex((buffer) => buffer.size >= size);
    if (index >= 0) return this.#staging.splice(index, 1)[0];
    return this.device.gpu.createBuffer({
      size,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
  }
}
