import type { BundleGraphs, Manifest } from "../core/bundle/mod.ts";

/** What a model can do; what it lacks is refused by name. */
export interface Abilities {
  /** Pictures to codes or latents. */
  readonly encodes: boolean;
  /** Vectors to the nearest entries of a codebook. */
  readonly finds: boolean;
  /** New pictures. */
  readonly draws: Manifest["draws"];
}

/** What the model of a bundle can do. */
export function abilitiesOf({ manifest, graphs }: {
  readonly manifest: Manifest;
  readonly graphs: BundleGraphs;
}): Abilities {
  return {
    encodes: graphs.encode !== undefined,
    finds: graphs.nearest !== undefined,
    draws: manifest.draws,
  };
}

/** A requested ability that the model lacks. */
export class AbsentError extends TypeError {
  /** For programs that tell errors apart. */
  override readonly name = "AbsentError";
  /** Names what is missing. @param id Of the model. */
  constructor(action: string, id: string, expected: string) {
    super(`Cannot ${action} with model "${id}": expected ${expected}, got none`);
  }
}
