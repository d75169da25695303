import { codebookEntries, unitRows, vqNearest } from "../../models/vq_codebook.ts";
import { vqVaeCodes, vqVaeDecode } from "../../models/vq_vae.ts";
import { gridShape, type VqVaeConfig } from "../../models/vq_vae_config.ts";
import {
  embedding,
  evaluate,
  Graph,
  reduceSum,
  square,
  sub,
  type Tensor,
  type Values,
} from "../graph/mod.ts";

/** What {@link Autoencoder.nearest} found for each vector. */
export interface Nearest {
  /** `[n]`, the lowest index on a tie. */
  readonly indices: Uint32Array;
  /** `[n]`, squared Euclidean, in the space that the model quantises in. */
  readonly distances: Float32Array;
}

/** A trained VQ-VAE for one image at a time. */
export class Autoencoder {
  readonly #encoder = new Graph();
  readonly #decoder = new Graph();
  readonly #codes: Tensor;
  readonly #pixels: Tensor;

  /** @param weights The parameters by name. */
  constructor(
    readonly config: VqVaeConfig,
    private readonly weights: ReadonlyMap<string, Values>,
  ) {
    const { channels, height, width } = config.imageShape;
    const pixels = this.#encoder.input("pixels", [1, channels, height, width]);
    this.#codes = vqVaeCodes(this.#encoder, config, pixels);
    const grid = gridShape(config);
    const codes = this.#decoder.input("codes", [1, grid.height, grid.width], "u32");
    this.#pixels = vqVaeDecode(this.#decoder, config, codes);
  }

  /** The graphs whose parameters the weights must fill. */
  get graphs(): readonly Graph[] {
    return [this.#encoder, this.#decoder];
  }

  /** @param pixels `[c, h, w]` in [0, 1]. @returns `[gh * gw]`. */
  encode(pixels: Float32Array): Uint32Array {
    const feeds = new Map([...this.weights, ["pixels", pixels]]);
    return evaluate(this.#encoder, [this.#codes], feeds)[0] as Uint32Array;
  }

  /** @param codes `[gh * gw]`. @returns `[c, h, w]` in [0, 1]. */
  decode(codes: Uint32Array): Float32Array {
    const feeds = new Map([...this.weights, ["codes", codes]]);
    return evaluate(this.#decoder, [this.#pixels], feeds)[0] as Float32Array;
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
}
