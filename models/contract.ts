import type { Graph, Tensor } from "../core/graph/mod.ts";
import type { Port } from "./ports.ts";

/** Shape of every image that a model is trained on. */
export interface ImageShape {
  /** Grey 1, RGB 3, RGBA 4. */
  readonly channels: number;
  /** In pixels. */
  readonly height: number;
  /** In pixels. */
  readonly width: number;
}

/** What a codec maps images to, and what a prior draws. */
export type Space = CodeSpace | LatentSpace;

/** Grids of codes: u32 `[n, height, width]`, each below `size`. */
export interface CodeSpace {
  /** In contrast to latents. */
  readonly kind: "codes";
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** Number of codes, K. */
  readonly size: number;
}

/** Continuous latents: f32 `[n, channels, height, width]`. */
export interface LatentSpace {
  /** In contrast to codes. */
  readonly kind: "latents";
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** Values at each position. */
  readonly channels: number;
}

/** How a sample comes about: position by position, in one pass from noise, or by removing noise in steps. */
export type Draws = "in order" | "at once" | "by denoising";

/** What a training step minimises. */
export interface Objective {
  /** `[]` */
  readonly loss: Tensor;
  /** Further `[]` tensors to show and log, by name. */
  readonly metrics: ReadonlyMap<string, Tensor>;
  /** Inputs that are drawn again at every step, in the order in which they are drawn. */
  readonly ports: readonly Port[];
}

/** Checks configs: a strict zod object, `z.strictObject({ … })`. */
export interface ConfigSchema<C> {
  /** Rules by key: none is `kind`, `optimisation` or `labelDropout`. */
  readonly shape: Readonly<Record<string, unknown>>;
  /** Reads a config, or says what is wrong. */
  safeParse(value: unknown): { readonly success: boolean; readonly data?: C };
}

/** What every kind of model says about itself, whatever its role. */
export interface Kind<C> {
  /** The name by which configs and bundles call it. */
  readonly kind: string;
  /** Checks its config. */
  readonly config: ConfigSchema<C>;
  /** Significant bits that a bundle keeps of a weight, at most the 11 of an f16, which is the default. */
  readonly servedBits?: number;
  /** How `--quick` makes a run short. Default: the config as it is, 1,000 steps. */
  readonly quick?: Quick<C>;
}

/** A run of about a minute on two cores. */
export interface Quick<C> {
  /** Of each stage. */
  readonly steps: number;
  /** The same model, narrower. */
  narrow(config: C): C;
}

/** A codec's config and the images that it is built for. */
export interface CodecModel<C> {
  /** Of its kind. */
  readonly config: C;
  /** Shape of every image. */
  readonly image: ImageShape;
}

/**
 * A kind of model that maps images to a space and back.
 *
 * Its methods add to a graph. Parameters are taken by name, so that `loss`, `encode` and `decode` on one graph
 * share theirs. A codec over codes with a codebook holds its entries in the parameter {@link CODEBOOK_PARAMETER}.
 */
export interface Codec<C = unknown> extends Kind<C> {
  /** Set where decoding normal noise gives new images without a prior. */
  readonly draws?: "at once";
  /** What it maps images to. @throws {RangeError} If the config does not suit images of that shape. */
  space(config: C, image: ImageShape): Space;
  /** The config for images of a shape. Default: as it is. @throws {RangeError} If none would suit. */
  fit?(config: C, image: ImageShape): C;
  /** What a training step minimises. @param pixels `[n, c, h, w]` in [0, 1]. */
  loss(graph: Graph, model: CodecModel<C>, pixels: Tensor): Objective;
  /** Images to the space. @param pixels `[n, c, h, w]` in [0, 1]. @returns What the space holds. */
  encode(graph: Graph, model: CodecModel<C>, pixels: Tensor): Tensor;
  /** The space to images. @param drawn What the space holds. @returns `[n, c, h, w]` in [0, 1]. */
  decode(graph: Graph, model: CodecModel<C>, drawn: Tensor): Tensor;
  /** The nearest entry of vectors; only where there is a codebook. @param vectors `[n, d]`. */
  nearest?(graph: Graph, model: CodecModel<C>, vectors: Tensor): Nearest;
}

/** For each vector its code, `[n]` u32, and the squared distance to that entry, `[n]`. */
export interface Nearest {
  /** `[n]` u32, the lowest code on a tie. */
  readonly codes: Tensor;
  /** `[n]` */
  readonly distances: Tensor;
}

/** A prior's config, the space that it draws in, and the number of classes, 0 without. */
export interface PriorModel<C> {
  /** Of its kind. */
  readonly config: C;
  /** What it draws in. */
  readonly space: Space;
  /** 0 without classes. */
  readonly classes: number;
}

/** What a prior reads. */
export interface PriorInputs {
  /** What the space holds. */
  readonly drawn: Tensor;
  /** `[n]` u32 in `[0, classes]`, where `classes` is unconditional; only where there are classes. */
  readonly class?: Tensor;
}

/** A kind of model that draws in a space. Its methods add to a graph, as a codec's do. */
export interface Prior<C = unknown> extends Kind<C> {
  /** How a sample comes about. */
  readonly draws: Draws;
  /** Refuses spaces. @throws {RangeError} If it cannot draw in that space. */
  check?(config: C, space: Space): void;
  /** What a training step minimises. */
  loss(graph: Graph, model: PriorModel<C>, inputs: PriorInputs): Objective;
  /**
   * Tensors whose mean over a data set says how good the prior is, by name; their first axis is the batch. The first
   * of them chooses the best weights: lower is better. `nats` is the negative log likelihood of each position.
   */
  measure(graph: Graph, model: PriorModel<C>, inputs: PriorInputs): ReadonlyMap<string, Tensor>;
  /** Of a prior that draws in order: `[n, size, height, width]`, each position of the codes before it alone. */
  logits?(graph: Graph, model: PriorModel<C>, inputs: PriorInputs): Tensor;
}

/** The place of a model in a recipe. */
export type Role = "codec" | "prior";

/** How names of weights begin in bundles and checkpoints, by role. Bundles of the first format have these. */
export const WEIGHT_PREFIX: Readonly<Record<Role, string>> = {
  codec: "autoencoder.",
  prior: "prior.",
};

/** The parameter `[size, d]` that holds a codebook. Bundles store it in f32, in a file of its own. */
export const CODEBOOK_PARAMETER = "codebook.entries";
