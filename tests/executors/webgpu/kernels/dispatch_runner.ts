import { assertEquals } from "@std/assert";
import type { Device } from "../../../../executors/webgpu/device.ts";
import type {
  BufferRef,
  Dispatch,
  Recorder,
  Tiling,
} from "../../../../executors/webgpu/kernels/kernel.ts";

/** Words behind every buffer that no kernel may write. */
const CANARIES = 64;
const CANARY = 0xdeadbeef;

interface TestBuffer extends BufferRef {
  readonly gpu: GPUBuffer;
  readonly words: number;
}

/** Runs launchers one by one on buffers that are followed by canaries. */
export class DispatchRunner {
  readonly #gpu: GPUDevice;
  readonly #subgroupSize: number;
  readonly #buffers: TestBuffer[] = [];
  readonly #pipelines = new Map<string, GPUComputePipeline>();

  constructor(device: Device) {
    this.#gpu = device.gpu;
    this.#subgroupSize = device.subgroupSize;
  }

  /** A buffer of f32 values, or of `words` canaries. */
  buffer(label: string, content: ArrayLike<number> | { words: number }): BufferRef {
    const words = "words" in content ? content.words : content.length;
    const image = new Uint32Array(words + CANARIES).fill(CANARY);
    if (!("words" in content)) new Float32Array(image.buffer).set(content);
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const gpu = this.#gpu.createBuffer({ size: image.byteLength, usage });
    this.#gpu.queue.writeBuffer(gpu, 0, image);
    const buffer = { label, gpu, words };
    this.#buffers.push(buffer);
    return buffer;
  }

  /** Runs what `launch` records. A binding covers the words of its buffer and the canaries. */
  async run(
    launch: (r: Recorder) => void,
    options: { tiling?: Tiling; variant?: string; longestRow?: number } = {},
  ): Promise<void> {
    const dispatches: Dispatch[] = [];
    launch({
      tiling: options.tiling ?? "subgroup",
      subgroupSize: this.#subgroupSize,
      limits: { maxComputeWorkgroupsPerDimension: options.longestRow ?? 65535 },
      dispatch: (dispatch) => dispatches.push(dispatch),
      scratch: (words, label) => this.buffer(label, { words }),
      variant: (_, names) => names.find((it) => it === options.variant) ?? names[0],
    });
    for (const dispatch of dispatches) await this.#dispatch(dispatch);
  }

  /** The f32 values of some buffers, after every canary was found alive. */
  async values(...wanted: BufferRef[]): Promise<Float32Array[]> {
    const images = await this.#readAll();
    this.#buffers.forEach(({ label, words }, i) => {
      const dead = images[i].subarray(words).findIndex((word) => word !== CANARY);
      assertEquals(dead, -1, `canary behind ${label}`);
    });
    return wanted.map((it) => {
      const i = this.#buffers.indexOf(it as TestBuffer);
      return new Float32Array(images[i].buffer).subarray(0, this.#buffers[i].words);
    });
  }

  /** Frees all buffers. */
  clear(): void {
    for (const { gpu } of this.#buffers.splice(0)) gpu.destroy();
  }

  async #dispatch({ kernel, bindings, uniforms, workgroups }: Dispatch): Promise<void> {
    const pipeline = await this.#pipeline(kernel);
    const buffers = bindings.map(({ buffer }) => (buffer as TestBuffer).gpu);
    if (uniforms) {
      const size = Math.ceil(uniforms.length / 4) * 16;
      const block = this.#gpu.createBuffer({
        size,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      });
      this.#gpu.queue.writeBuffer(block, 0, Uint32Array.from(uniforms));
      buffers.push(block);
    }
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const encoder = this.#gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      this.#gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }),
    );
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
    this.#gpu.queue.submit([encoder.finish()]);
  }

  async #pipeline(
    { code, constants = {}, entryPoint }: Dispatch["kernel"],
  ): Promise<GPUComputePipeline> {
    const key = JSON.stringify([code, constants]);
    let pipeline = this.#pipelines.get(key);
    if (!pipeline) {
      const module = this.#gpu.createShaderModule({ code });
      const compute = { module, entryPoint, constants };
      pipeline = await this.#gpu.createComputePipelineAsync({ layout: "auto", compute });
      this.#pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  async #readAll(): Promise<Uint32Array[]> {
    const size = this.#buffers.reduce((sum, { gpu }) => sum + gpu.size, 0);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = this.#gpu.createBuffer({ size, usage });
    const encoder = this.#gpu.createCommandEncoder();
    let end = 0;
    for (const { gpu } of this.#buffers) {
      encoder.copyBufferToBuffer(gpu, 0, staging, end, gpu.size);
      end += gpu.size;
    }
    this.#gpu.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const words = new Uint32Array(staging.getMappedRange());
    let start = 0;
    const images = this.#buffers.map(({ gpu }) => words.slice(start, start += gpu.size / 4));
    staging.destroy();
    return images;
  }
}
