import { codebookEntries, unitRows, vqNearest } from "../models/quantisers/vq_codebook.ts";
import { vqVaeCodes, vqVaeDecode } from "../models/autoencoders/vq_vae.ts";
import { gridShape, type VqVaeConfig } from "../models/autoencoders/vq_vae_config.ts";
import {
  embedding,
  evaluate,
  Graph,
  reduceSum,
  square,
  sub,
  type Tensor,
  type Values,
} from "../core/graph/mod.ts";

/** What {@link Autoencoder.nearest} found for each vector. */
export interface Nearest {
  /** `[n]`, the lowest index on a tie. */
  readonly indices: Uint32Array;
  /** `[n]`, squared Euclidean, in the space that the model quantises in. */
  readonly distances: Float32Array;
}

/** One direction of an autoencoder: a graph of one image, what it reads and what it gives. */
export interface Direction {
  readonly graph: Graph;
  readonly input: Tensor;
  readonly output: Tensor;
}

/** A trained VQ-VAE for one image at a time, in plain TypeScript. */
export class Autoencoder {
  /** Pixels `[1, c, h, w]` to codes `[1, gh, gw]`. */
  readonly encoder: Direction;
  /** Codes to pixels. */
  readonly decoder: Direction;

  /** @param weights The parameters by name. */
  constructor(
    readonly config: VqVaeConfig,
    readonly weights: ReadonlyMap<string, Values>,
  ) {
    const { channels, height, width } = config.imageShape;
    const encoder = new Graph();
    const pixels = encoder.input("pixels", [1, channels, height, width]);
    const encoded = vqVaeCodes(encoder, config, pixels);
    this.encoder = { graph: encoder, input: pixels, output: encoded };
    const decoder = new Graph();
    const grid = gridShape(config);
    const codes = decoder.input("codes", [1, grid.height, grid.width], "u32");
    this.decoder = { graph: decoder, input: codes, output: vqVaeDecode(decoder, config, codes) };
  }

  /** @param pixels `[c, h, w]` in [0, 1]. @returns `[gh * gw]`. */
  encode(pixels: Float32Array): Uint32Array {
    return this.#run(this.encoder, pixels) as Uint32Array;
  }

  /** @param codes `[gh * gw]`. @returns `[c, h, w]` in [0, 1]. */
  decode(codes: Uint32Array): Float32Array {
    return this.#run(this.decoder, codes) as Float32Array;
  }

  /** The nearest entry of each vector. @param vectors `[n, d]`. */
  nearest(vectors: Float32Array): Nearest {
    const graph = new Graph();
    const rows = graph.input("vectors", [
      vectors.length / this.config.embeddingDim,
      this.config.embeddingDim,
    ]);
    const latents = this.config.normaliseCodes ? unitRows(rows) : rows;
    const entries = codebookEntries(graph, this.config);
    const codes = vqNearest(latents, entries);
    const distances = reduceSum(square(sub(latents, embedding(entries, codes))), { axes: [1] });
    const feeds = new Map([...this.weights, ["vectors", vectors]]);
    const [indices, squares] = evaluate(graph, [codes, distances], feeds);
    return { indices: indices as Uint32Array, distances: squares as Float32Array };
  }

  #run({ graph, input, output }: Direction, values: Values): Values {
    return evaluate(graph, [output], new Map([...this.weights, [input.name!, values]]))[0];
  }
}
