import type * as Ort from "../../vendor/onnxruntime/webgpu.ts";
import type { OnnxRuntime } from "./onnx_runtime.ts";

/** Of `GPUBufferUsage`, which not every type library knows. Source: https://www.w3.org/TR/webgpu/#buffer-usage */
const COPY_SRC = 0x04, COPY_DST = 0x08, STORAGE = 0x80;

/** Grids of codes in one GPU buffer, which prior and decoder read where it is. */
export class GpuGrids {
  readonly #runtime;
  readonly #device;
  readonly #shape;
  #buffer?: GPUBuffer;

  constructor(
    runtime: Pick<OnnxRuntime, "Tensor">,
    device: GPUDevice,
    shape: { readonly height: number; readonly width: number },
  ) {
    this.#runtime = runtime;
    this.#device = device;
    this.#shape = shape;
  }

  /**
   * Writes grids over those before.
   * @param grids Each `[gh * gw]`. @returns int32 `[n, gh, gw]`, which holds until the next call.
   */
  write(grids: readonly Uint32Array[]): Ort.Tensor {
    const { height, width } = this.#shape;
    const size = height * width;
    const codes = new Int32Array(grids.length * size);
    grids.forEach((grid, i) => codes.set(grid, i * size));
    const buffer = this.#roomFor(codes.byteLength);
    this.#device.queue.writeBuffer(buffer, 0, codes);
    const dims = [grids.length, height, width];
    return this.#runtime.Tensor.fromGpuBuffer(buffer, { dataType: "int32", dims });
  }

  close(): void {
    this.#buffer?.destroy();
  }

  #roomFor(bytes: number): GPUBuffer {
    if (this.#buffer && this.#buffer.size >= bytes) return this.#buffer;
    this.#buffer?.destroy();
    const size = Math.ceil(bytes / 16) * 16;
    return this.#buffer = this.#device.createBuffer({ size, usage: STORAGE | COPY_SRC | COPY_DST });
  }
}
