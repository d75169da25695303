import { vqVae } from "./autoencoders/vq_vae.ts";
import type { Codec, Prior } from "./contract.ts";
import { pixelCnn } from "./priors/pixel_cnn.ts";

/** Kinds of models by name: what a config's `kind` may be. */
export interface Kinds {
  /** Maps between images and a space. */
  readonly codecs: ReadonlyMap<string, Codec>;
  /** Draw in a space. */
  readonly priors: ReadonlyMap<string, Prior>;
}

/** The kinds that come with Tessera. */
export const KINDS: Kinds = kindsOf([vqVae], [pixelCnn]);

/** Lists kinds by name. */
export function kindsOf(codecs: readonly Codec[], priors: readonly Prior[]): Kinds {
  return {
    codecs: new Map(codecs.map((it) => [it.kind, it])),
    priors: new Map(priors.map((it) => [it.kind, it])),
  };
}
