import type { PriorShape } from "./prior.ts";
import type { SamplingSettings } from "./settings.ts";

/** What to draw. */
export interface GridRequest extends SamplingSettings {
  /** In [0, 2^32): the same seed draws the same codes. */
  readonly seed: number;
  /** In [0, classes); unconditional if left out. */
  readonly class?: number;
  /** Strength in [0, 10] with which the class pulls: 1 is the model as trained. */
  readonly guidance: number;
  /** `[gh * gw]`: codes to keep, null to draw; all are drawn if left out. */
  readonly kept?: readonly (number | null)[];
  /** Called with each row of codes as it is done. */
  readonly onRow?: (row: number, codes: Uint32Array) => void;
}

/** A finished grid of codes. */
export interface Grid {
  /** `[gh * gw]`. */
  readonly codes: Uint32Array;
  /** Nats of the whole grid given the class, at temperature 1, untruncated and unguided. */
  readonly logLikelihood: number;
}

/** Draws and judges grids of codes with a prior. */
export interface GridSampler {
  /**
   * Draws grids in raster order, the code at position p with the uniform of (seed, p); each grid is what it
   * would be if drawn alone.
   * @throws {RangeError} If a kept code or a class is out of range.
   */
  sampleAll(requests: readonly GridRequest[]): Grid[];
  /** Draws one grid. @throws {RangeError} If a kept code or the class is out of range. */
  sample(request: GridRequest): Grid;
  /** Nats of a grid. @throws {RangeError} If a code or the class is out of range. */
  logLikelihood(codes: Uint32Array, label?: number): number;
  /** Nats of each code of a grid given those before it. @throws {RangeError} If a code or the class is out of range. */
  codeLogLikelihoods(codes: Uint32Array, label?: number): Float64Array;
}

/** The request that draws nothing, and so judges these codes. */
export function judging(codes: Uint32Array, label?: number): GridRequest {
  return { seed: 0, temperature: 1, guidance: 1, class: label, kept: [...codes] };
}

/** @throws {RangeError} If a kept code or the class is out of range, or the grid of kept codes too small or large. */
export function requireGrid({ kept, class: label }: GridRequest, shape: PriorShape): void {
  requireLabel(label, shape);
  if (!kept) return;
  const { height, width } = shape.grid;
  for (const code of kept) requireIndex("code", code ?? 0, shape.codebookSize);
  if (kept.length === height * width) return;
  throw new RangeError(
    `Cannot sample: expected a grid to hold ${height * width} codes, got ${kept.length}`,
  );
}

/** The label that the graph takes: the class, or the number of classes for none. @throws {RangeError} */
export function requireLabel(label: number | undefined, { classes }: PriorShape): number {
  if (label !== undefined) requireIndex("class", label, classes);
  return label ?? classes;
}

function requireIndex(name: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(`Cannot sample: expected ${name} to be in [0, ${count}), got [${index}]`);
}
