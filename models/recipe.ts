import type { Codec, CodecModel, ImageShape, Prior, PriorModel, Role, Space } from "./contract.ts";
import type { Optimisation } from "./optimisation.ts";

/** How a codec is trained. */
export interface CodecStage<C = unknown> {
  /** The kind of codec. */
  readonly kind: Codec<C>;
  /** Of the kind. */
  readonly config: C;
  /** Steps, rate and so on. */
  readonly optimisation: Optimisation;
}

/** How a prior is trained, in the space of the codec before it. */
export interface PriorStage<C = unknown> {
  /** The kind of prior. */
  readonly kind: Prior<C>;
  /** Of the kind. */
  readonly config: C;
  /** Share of labels hidden from the prior, so that it also learns to do without, in [0, 1]. */
  readonly labelDropout: number;
  /** Steps, rate and so on. */
  readonly optimisation: Optimisation;
}

/**
 * A way to train a model: everything that decides the result but the data and the seed. Image shape, grid, number of
 * codes and of classes are not part of it: they flow from the data to the codec to the prior.
 */
export interface Recipe {
  /** Of the bundle: a-z, 0-9, `-` and `_`. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** The data set used when none is named: a name or a folder. */
  readonly data: string;
  /** Images held out of the training split to choose the best weights by; 0 trains on all and takes the last. */
  readonly validation: number;
  /** Trained first. */
  readonly codec: CodecStage;
  /** Trained on what the codec makes of the images. */
  readonly prior?: PriorStage;
}

/** A stage and its role. */
export type Stage =
  | ({ readonly role: "codec" } & CodecStage)
  | ({ readonly role: "prior" } & PriorStage);

/** The stages of a recipe in the order in which they are trained. */
export function stagesOf({ codec, prior }: Pick<Recipe, "codec" | "prior">): readonly Stage[] {
  return [{ role: "codec", ...codec }, ...prior ? [{ role: "prior" as const, ...prior }] : []];
}

/** The models of a recipe, without how they are trained. */
export interface Untrained {
  /** The codec. */
  readonly codec: Pick<CodecStage, "kind" | "config">;
  /** The prior in its space, if there is one. */
  readonly prior?: Pick<PriorStage, "kind" | "config">;
}

/** What a recipe takes from its data. */
export interface Pictures {
  /** Shape of every image. */
  readonly image: ImageShape;
  /** Number of classes, 0 without. */
  readonly classes: number;
}

/** A recipe's models for some pictures. */
export interface Models {
  /** Of the first stage. */
  readonly codec: CodecModel<unknown>;
  /** What the codec maps images to. */
  readonly space: Space;
  /** Of the second stage, if there is one. */
  readonly prior?: PriorModel<unknown>;
}

/**
 * Lets image shape, space and classes flow through a recipe.
 * @throws {RangeError} If the codec does not suit the images, or the prior the codec's space.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { modelsOf, RECIPES } from "@tessera/tessera";
 *
 * const pictures = { image: { channels: 1, height: 28, width: 28 }, classes: 10 };
 * const { space, prior } = modelsOf(RECIPES.get("mnist")!, pictures);
 * assertEquals(space, { kind: "codes", height: 7, width: 7, size: 32 });
 * assertEquals(prior?.classes, 10);
 * ```
 */
export function modelsOf({ codec, prior }: Untrained, { image, classes }: Pictures): Models {
  const space = codec.kind.space(codec.config, image);
  prior?.kind.check?.(prior.config, space);
  return {
    codec: { config: codec.config, image },
    space,
    ...prior && { prior: { config: prior.config, space, classes } },
  };
}

/** Steps of each stage. */
export function stepsOf(recipe: Recipe): Partial<Record<Role, number>> {
  return Object.fromEntries(
    stagesOf(recipe).map(({ role, optimisation }) => [
      role,
      optimisation.steps,
    ]),
  );
}
