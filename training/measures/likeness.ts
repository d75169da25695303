import { type Features, someOf } from "./features.ts";
import { frechetDistance, gaussianOf } from "./frechet_distance.ts";
import { manifoldOf, precisionAndRecall, type PrecisionRecall } from "./precision_recall.ts";

/** How alike a set of images is to a reference set, in the features of a network. */
export interface Likeness extends PrecisionRecall {
  /** Fréchet distance of Gaussians fitted to both sets, >= 0. */
  readonly frechet: number;
}

/** Images that precision and recall compare at most, of each set: the time grows with their square. */
export const COMPARED = 5000;

/**
 * Measures sets against a reference: the distance on all images, precision and recall on {@link COMPARED} of each.
 * @throws {RangeError} If the reference, or a set, has fewer than 4 images.
 */
export function likenessTo(reference: Features): (features: Features) => Likeness {
  const gaussian = gaussianOf(reference);
  const real = manifoldOf(someOf(reference, COMPARED));
  return (features) => ({
    frechet: frechetDistance(gaussian, gaussianOf(features)),
    ...precisionAndRecall(real, manifoldOf(someOf(features, real.count))),
  });
}
