import type { PixelCnnConfig } from "../../models/pixel_cnn_config.ts";
import { drawCode } from "./draw_code.ts";
import { guide } from "./guide.ts";
import { logProbability } from "./log_probability.ts";
import type { PriorPass } from "./prior_pass.ts";
import type { SamplingSettings } from "./settings.ts";
import { uniform } from "./threefry.ts";

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
  /** Told of each row of codes as it is done. */
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
export class Sampler {
  readonly #guided: Float64Array;
  readonly #pass: PriorPass;
  /** Guidance runs two passes side by side; the second is made when first asked for. */
  #freePass?: PriorPass;

  /** @param newPass Makes a pass of the prior. */
  constructor(private readonly config: PixelCnnConfig, private readonly newPass: () => PriorPass) {
    this.#guided = new Float64Array(config.codebookSize);
    this.#pass = newPass();
  }

  /**
   * Draws a grid in raster order, the code at position p with the uniform of (seed, p).
   * @throws {RangeError} If a kept code or the class is out of range.
   */
  sample(request: GridRequest): Grid {
    const { codebookSize, grid: { height, width }, classes } = this.config;
    const { seed, kept, guidance, onRow } = request;
    const codes = new Uint32Array(height * width);
    kept?.forEach((code) => requireIndex("code", code ?? 0, codebookSize));
    if (kept) requireLength(kept, codes.length);
    this.#pass.begin(this.#label(request.class));
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
      logLikelihood += logProbability(logits, codes[position]);
      if ((position + 1) % width === 0) {
        onRow?.(Math.floor(position / width), codes.slice(position + 1 - width, position + 1));
      }
    }
    return { codes, logLikelihood };
  }

  /** Nats of a grid. @throws {RangeError} If a code or the class is out of range. */
  logLikelihood(codes: Uint32Array, label?: number): number {
    const { codebookSize, grid: { height, width } } = this.config;
    requireLength(codes, height * width);
    codes.forEach((code) => requireIndex("code", code, codebookSize));
    this.#pass.begin(this.#label(label));
    return codes.reduce((sum, code) => sum + logProbability(this.#pass.next(codes), code), 0);
  }

  /** The label that the graph takes. */
  #label(label?: number): number {
    const { classes } = this.config;
    if (label !== undefined) requireIndex("class", label, classes);
    return label ?? classes;
  }
}

function requireIndex(name: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  throw new RangeError(`Cannot sample as ${name} must be in [0, ${count}): it is [${index}]`);
}

function requireLength({ length }: ArrayLike<unknown>, count: number): void {
  if (length === count) return;
  throw new RangeError(`Cannot sample as a grid must hold ${count} codes: it holds ${length}`);
}
