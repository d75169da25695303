import type { Manifest } from "../../../core/bundle/mod.ts";

/** What the widget reads of a manifest: a model of 8 codes in 2 × 3, with these classes. */
export function exampleManifest(...classes: string[]): Manifest {
  const told = { classes, codebook: { size: 8, dim: 1 }, grid: { height: 2, width: 3 } };
  return told as unknown as Manifest;
}
