/** What `executors/wasm/kernels/kernels.ts` exports. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  /** Where free memory begins. */
  readonly HEAP: WebAssembly.Global;
  run(instructions: number, images: number, region: number, pitch: number): void;
  draw(
    sampler: number,
    requests: number,
    images: number,
    regions: number,
    region: number,
    pitch: number,
    first: number,
    end: number,
  ): void;
}

const PAGE_BYTES = 65536;
/** Vectors are aligned to their own size. */
const ALIGNMENT = 16;

/**
 * An instance of the kernels and its memory. Memory only grows: models are laid out when they are
 * opened, and no request allocates.
 */
export class Machine {
  readonly kernels: KernelExports;
  #end: number;

  /** @param module `kernels.wasm`, compiled. */
  constructor(module: WebAssembly.Module) {
    this.kernels = new WebAssembly.Instance(module).exports as unknown as KernelExports;
    this.#end = this.kernels.HEAP.value;
  }

  /** Bytes of memory, all of them in use. */
  get bytes(): number {
    return this.kernels.memory.buffer.byteLength;
  }

  /** Zeroed bytes. @returns Their address, a multiple of 16. @throws {RangeError} If WebAssembly's memory is full. */
  allocate(bytes: number): number {
    const address = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = address + bytes;
    const missing = this.#end - this.bytes;
    if (missing > 0) this.#grow(Math.ceil(missing / PAGE_BYTES));
    return address;
  }

  #grow(pages: number): void {
    try {
      this.kernels.memory.grow(pages);
    } catch (cause) {
      const mebibytes = Math.ceil(this.#end / 2 ** 20);
      throw new RangeError(
        `Cannot lay out a model: expected it to fit WebAssembly's memory, got ${mebibytes} MiB`,
        { cause },
      );
    }
  }

  /** Copies values into new memory. @returns Their address. */
  store(values: ArrayLike<number> & (Float32Array | Uint32Array)): number {
    const address = this.allocate(values.byteLength);
    if (values instanceof Float32Array) this.f32(address, values.length).set(values);
    else this.u32(address, values.length).set(values);
    return address;
  }

  /** A view, valid until the next allocation. */
  f32(address: number, length: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, address, length);
  }

  /** A view, valid until the next allocation. */
  u32(address: number, length: number): Uint32Array {
    return new Uint32Array(this.kernels.memory.buffer, address, length);
  }

  /** A view, valid until the next allocation. */
  view(): DataView {
    return new DataView(this.kernels.memory.buffer);
  }
}
