import type { Tensor } from "../../../core/graph/mod.ts";

/** One of the nested loops that walk a tensor. */
export interface Loop {
  readonly extent: number;
  /** From one round to the next, in elements of the tensor that is walked. */
  readonly stride: number;
}

/** A part of a row-major tensor, walked by nested loops, outermost first. */
export interface Box {
  /** Index of its first element. */
  readonly start: number;
  readonly loops: readonly Loop[];
}

/**
 * Thrown while tensors are traced over a box on which an index is not linear, or a condition not constant:
 * they must be traced over these boxes instead, which together cover it.
 */
export class Refinement {
  constructor(readonly refine: (box: Box) => Box[]) {}
}

/** Thrown while tensors are traced, where no refinement helps: this one must be stored first. */
export class MustStore {
  constructor(readonly tensor: Tensor) {}
}

/** Two loops for loop k, the inner one of `factor` rounds. */
export function splitLoop(k: number, factor: number): Refinement {
  return new Refinement(({ start, loops }) => {
    const { extent, stride } = loops[k];
    const outer = { extent: extent / factor, stride: stride * factor };
    return [{ start, loops: loops.toSpliced(k, 1, outer, { extent: factor, stride }) }];
  });
}

/** A box for the rounds of loop k below `at`, and one for the others. */
export function cutLoop(k: number, at: number): Refinement {
  return new Refinement(({ start, loops }) => {
    const { extent, stride } = loops[k];
    return [
      { start, loops: loops.with(k, { extent: at, stride }) },
      { start: start + at * stride, loops: loops.with(k, { extent: extent - at, stride }) },
    ];
  });
}
