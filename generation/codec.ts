import {
  evaluate,
  type Graph,
  type GraphFile,
  instantiate,
  type Values,
} from "../core/graph/mod.ts";
import type { Direction, ModelGraphs } from "./model_graphs.ts";

/** What a nearest search found for each vector. */
export interface Nearest {
  /** `[n]`, the lowest index on a tie. */
  readonly indices: Uint32Array;
  /** `[n]`, squared Euclidean, in the space that the model quantises in. */
  readonly distances: Float32Array;
}

/** Encodes and decodes; codes and latents row-major, without the axis of the batch. */
export interface Codec {
  /** @param pixels `[c, h, w]` in [0, 1]. */
  encode(pixels: Float32Array): Values;
  /** @returns `[c, h, w]` in [0, 1] of each. @throws {TypeError} If one has more or fewer values. */
  decodeAll(drawn: readonly Values[]): Float32Array[];
}

/** Elements that a nearest search computes at a time: 64 MiB. */
const MAX_ELEMENTS = 2 ** 24;

/** A codec in plain TypeScript: the reference of each op, one image at a time. */
export class PlainCodec implements Codec {
  /** @param weights The parameters by name. */
  constructor(
    private readonly graphs: ModelGraphs,
    private readonly weights: ReadonlyMap<string, Values>,
  ) {}

  encode(pixels: Float32Array): Values {
    return this.#run(this.graphs.encoder!, pixels);
  }

  decodeAll(drawn: readonly Values[]): Float32Array[] {
    return drawn.map((values) => this.#run(this.graphs.decoder, values) as Float32Array);
  }

  #run({ graph, input, output }: Direction, values: Values): Values {
    return evaluate(graph, [output], new Map([...this.weights, [input.name!, values]]))[0];
  }
}

/** The nearest entry of each vector, some vectors at a time. */
export class NearestSearch {
  readonly #file: GraphFile;
  readonly #weights: ReadonlyMap<string, Values>;
  /** Vectors at a time. */
  readonly #together: number;

  /**
   * @param file Vectors to codes and distances. @param weights The parameters by name.
   * @param maxElements That are computed at a time.
   */
  constructor(
    file: GraphFile,
    weights: ReadonlyMap<string, Values>,
    maxElements: number = MAX_ELEMENTS,
  ) {
    this.#file = file;
    this.#weights = weights;
    const [one, two] = [1, 2].map((n) => {
      return instantiate(file, n).tensors.reduce((sum, { size }) => sum + size, 0);
    });
    this.#together = Math.max(1, Math.floor(maxElements / (two - one)));
  }

  /** @param vectors `[n, dim]`. */
  find(vectors: Float32Array, dim: number): Nearest {
    const count = vectors.length / dim;
    const indices = new Uint32Array(count), distances = new Float32Array(count);
    const together = Math.min(count, this.#together);
    let graph: Graph | undefined;
    for (let start = 0; start < count; start += together) {
      const some = vectors.subarray(start * dim, (start + together) * dim);
      if (some.length < together * dim) graph = undefined;
      graph ??= instantiate(this.#file, some.length / dim);
      const outputs = ["codes", "distances"].map((name) => graph!.outputs.get(name)!);
      const found = evaluate(graph, outputs, new Map([...this.#weights, ["vectors", some]]));
      indices.set(found[0], start);
      distances.set(found[1], start);
    }
    return { indices, distances };
  }
}
