import type { Manifest } from "../../../core/bundle/mod.ts";

/** What the widget reads of a manifest: a model of 8 codes in 2 × 3, with these classes. */
export function exampleManifest(...classes: string[]): Manifest {
  const grid = { height: 2, width: 3 };
  const told = { classes, space: { kind: "codes", ...grid, size: 8 }, grid };
  return told as unknown as Manifest;
}
