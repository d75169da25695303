import type { PriorShape } from "./prior.ts";
import { drawCode } from "./draw_code.ts";
import { guide } from "./guide.ts";
import { logProbability } from "./log_probability.ts";
import type { PriorPass } from "./prior_pass.ts";
import {
  type Grid,
  type GridRequest,
  type GridSampler,
  judging,
  requireGrid,
  requireLabel,
} from "./request.ts";
import { uniform } from "../core/random/threefry.ts";

/** Draws and judges grids of codes in plain TypeScript, one after the other. */
export class Sampler implements GridSampler {
  readonly #guided: Float64Array;
  readonly #pass: PriorPass;
  /** Guidance runs two passes side by side; the second is created at its first use. */
  #freePass?: PriorPass;

  /** @param newPass Makes a pass of the prior. */
  constructor(private readonly shape: PriorShape, private readonly newPass: () => PriorPass) {
    this.#guided = new Float64Array(shape.codebookSize);
    this.#pass = newPass();
  }

  sampleAll(requests: readonly GridRequest[]): Grid[] {
    for (const request of requests) requireGrid(request, this.shape);
    return requests.map((request) => this.#draw(request));
  }

  sample(request: GridRequest): Grid {
    return this.sampleAll([request])[0];
  }

  logLikelihood(codes: Uint32Array, label?: number): number {
    return this.sample(judging(codes, label)).logLikelihood;
  }

  codeLogLikelihoods(codes: Uint32Array, label?: number): Float64Array {
    const request = judging(codes, label);
    requireGrid(request, this.shape);
    const each = new Float64Array(codes.length);
    this.#draw(request, each);
    return each;
  }

  /** @param each Receives the nats of each code. */
  #draw(request: GridRequest, each?: Float64Array): Grid {
    const { grid: { height, width }, classes } = this.shape;
    const { seed, kept, guidance, onRow } = request;
    const codes = new Uint32Array(height * width);
    this.#pass.begin(requireLabel(request.class, this.shape));
    const guided = guidance !== 1 && request.class !== undefined;
    const freePass = guided ? this.#freePass ??= this.newPass() : undefined;
    freePass?.begin(classes);
    let logLikelihood = 0;
    for (let position = 0; position < codes.length; position++) {
      const logits = this.#pass.next(codes);
      const free = freePass?.next(codes);
      const code = kept?.[position];
      if (code != null) codes[position] = code;
      else {
        if (free) guide(logits, free, { strength: guidance, out: this.#guided });
        codes[position] = drawCode(
          free ? this.#guided : logits,
          request,
          uniform(seed, 0, position),
        );
      }
      const nats = logProbability(logits, codes[position]);
      if (each) each[position] = nats;
      logLikelihood += nats;
      if ((position + 1) % width === 0) {
        onRow?.(Math.floor(position / width), codes.slice(position + 1 - width, position + 1));
      }
    }
    return { codes, logLikelihood };
  }
}
