import type { LocalNode } from "./view.ts";

/** The grid of codes: written from outside, read by embeddings. */
export class CodesNode implements LocalNode {
  readonly channels = 1;
  readonly values: Uint32Array;

  constructor(readonly height: number, readonly width: number) {
    this.values = new Uint32Array(height * width);
  }

  reads(): void {}

  compute(): void {}
}
