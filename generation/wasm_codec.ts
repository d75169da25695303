import type { Autoencoder } from "./autoencoder.ts";
import { GridExecutor } from "../executors/wasm/grid_executor.ts";
import type { Machine } from "../executors/wasm/machine.ts";

/** Images that are decoded at once; more are decoded in turns. */
const CAPACITY = 4;

/** A trained VQ-VAE on the WASM kernels. */
export class WasmCodec {
  readonly #encoder: GridExecutor;
  readonly #decoder: GridExecutor;
  readonly #codebookSize: number;
  readonly #codes: number;
  readonly #pixels: number;

  /** @throws {TypeError} If one of its ops has no WASM kernel. */
  constructor(machine: Machine, { config, encoder, decoder, weights }: Autoencoder) {
    this.#codebookSize = config.codebookSize;
    this.#encoder = new GridExecutor(machine, { ...encoder, weights, capacity: 1 });
    this.#decoder = new GridExecutor(machine, { ...decoder, weights, capacity: CAPACITY });
    this.#codes = encoder.output.size;
    this.#pixels = decoder.output.size;
  }

  /** @param pixels `[c, h, w]` in [0, 1]. @returns `[gh * gw]`. */
  encode(pixels: Float32Array): Uint32Array {
    this.#encoder.write(0, pixels);
    this.#encoder.run(1);
    return this.#encoder.read(0, new Uint32Array(this.#codes));
  }

  /**
   * @param grids Each `[gh * gw]`. @returns `[c, h, w]` in [0, 1] of each.
   * @throws {RangeError} If a code is not below K. @throws {TypeError} If a grid has more or fewer codes.
   */
  decodeAll(grids: readonly Uint32Array[]): Float32Array[] {
    for (const codes of grids) codes.forEach((code) => this.#requireCode(code));
    const images: Float32Array[] = [];
    for (let start = 0; start < grids.length; start += CAPACITY) {
      const turn = grids.slice(start, start + CAPACITY);
      turn.forEach((codes, image) => this.#decoder.write(image, codes));
      this.#decoder.run(turn.length);
      turn.forEach((_, image) => {
        images.push(this.#decoder.read(image, new Float32Array(this.#pixels)));
      });
    }
    return images;
  }

  #requireCode(code: number): void {
    if (code < this.#codebookSize) return;
    throw new RangeError(
      `Cannot decode as codes must be below ${this.#codebookSize}: one is [${code}]`,
    );
  }
}
