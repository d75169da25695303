import type { Values } from "../core/graph/mod.ts";
import { GridExecutor } from "../executors/wasm/grid_executor.ts";
import type { Machine } from "../executors/wasm/machine.ts";
import type { Codec } from "./codec.ts";
import type { ModelGraphs } from "./model_graphs.ts";

/** Images that are decoded at once; more are decoded in turns. */
const CAPACITY = 4;

/** A codec on the WASM kernels. */
export class WasmCodec implements Codec {
  readonly #encoder?: GridExecutor;
  readonly #decoder: GridExecutor;
  readonly #encoded: () => Values;
  readonly #pixels: number;

  /** @param weights The parameters by name. @throws {TypeError} If one of the ops has no kernel. */
  constructor(
    machine: Machine,
    { encoder, decoder }: Pick<ModelGraphs, "encoder" | "decoder">,
    weights: ReadonlyMap<string, Values>,
  ) {
    this.#encoder = encoder && new GridExecutor(machine, { ...encoder, weights, capacity: 1 });
    this.#decoder = new GridExecutor(machine, { ...decoder, weights, capacity: CAPACITY });
    const { size, dtype } = decoder.input;
    this.#encoded = () => dtype === "u32" ? new Uint32Array(size) : new Float32Array(size);
    this.#pixels = decoder.output.size;
  }

  encode(pixels: Float32Array): Values {
    const encoder = this.#encoder!;
    encoder.write(0, pixels);
    encoder.run(1);
    return encoder.read(0, this.#encoded());
  }

  decodeAll(drawn: readonly Values[]): Float32Array[] {
    const images: Float32Array[] = [];
    for (let start = 0; start < drawn.length; start += CAPACITY) {
      const turn = drawn.slice(start, start + CAPACITY);
      turn.forEach((values, image) => this.#decoder.write(image, values));
      this.#decoder.run(turn.length);
      turn.forEach((_, image) => {
        images.push(this.#decoder.read(image, new Float32Array(this.#pixels)));
      });
    }
    return images;
  }
}
