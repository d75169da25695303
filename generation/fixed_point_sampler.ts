import type { PriorShape } from "./prior.ts";
import { drawCode } from "./draw_code.ts";
import { guide } from "./guide.ts";
import { logProbability } from "./log_probability.ts";
import { type Grid, type GridRequest, judging, requireGrid, requireLabel } from "./request.ts";
import { uniform } from "../core/random/threefry.ts";

/**
 * Runs a prior on whole grids at once.
 * @param codes `[n, gh, gw]`. @param labels `[n]` in [0, classes].
 * @returns Logits `[n, K, gh, gw]`, position p from the codes before p alone.
 */
export type DensePass = (codes: Uint32Array, labels: Uint32Array) => Promise<Float32Array>;

/** What {@link FixedPointSampler.sampleAll} gave. */
export interface FixedPoint {
  readonly grids: Grid[];
  /** How often the prior ran. */
  readonly passes: number;
}

/** Optional results besides the grids. */
export interface FixedPointOptions {
  /** Called after each pass with how many positions of each grid, from the first, are final; awaited. */
  readonly onPass?: (
    settled: readonly number[],
    codes: readonly Uint32Array[],
  ) => void | Promise<void>;
  /** Stops before the next pass and throws its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Draws grids in parallel where a pass over a whole grid costs little more than one position: all codes
 * are drawn at once from the guess of the pass before, with the uniforms of (seed, position), until
 * nothing changes. The first code drawn from a settled past is final, so each pass settles one position
 * or more, and the grid is the one drawn position by position, code for code.
 *
 * Source: Song et al. 2021, "Accelerating feedforward computation via parallel nonlinear equation
 * solving", https://arxiv.org/abs/2002.03629 (Jacobi iteration)
 */
export class FixedPointSampler {
  constructor(private readonly shape: PriorShape, private readonly pass: DensePass) {}

  /** @throws {RangeError} If a kept code or a class is out of range. */
  async sampleAll(
    requests: readonly GridRequest[],
    { onPass, signal }: FixedPointOptions = {},
  ): Promise<FixedPoint> {
    for (const request of requests) requireGrid(request, this.shape);
    const drawings = requests.map((request) => new Drawing(request, this.shape));
    let passes = 0;
    for (; drawings.some(({ done }) => !done); passes++) {
      signal?.throwIfAborted();
      await this.#advance(drawings);
      await onPass?.(drawings.map(({ settled }) => settled), drawings.map(({ codes }) => codes));
    }
    return { grids: drawings, passes };
  }

  /** Nats of each code of a grid given those before it: one pass. @throws {RangeError} */
  async codeLogLikelihoods(codes: Uint32Array, label?: number): Promise<Float64Array> {
    requireGrid(judging(codes, label), this.shape);
    const logits = await this.pass(codes, Uint32Array.of(requireLabel(label, this.shape)));
    const at = new Float32Array(this.shape.codebookSize);
    return Float64Array.from(codes, (code, position) => {
      return logProbability(logitsAt(logits, position, codes.length, at), code);
    });
  }

  async #advance(drawings: readonly Drawing[]): Promise<void> {
    const guided = drawings.filter(({ guided }) => guided);
    const rows = [...drawings, ...guided];
    const { grid: { height, width }, codebookSize, classes } = this.shape;
    const size = height * width;
    const codes = new Uint32Array(rows.length * size);
    rows.forEach((drawing, row) => codes.set(drawing.codes, row * size));
    const labels = Uint32Array.from(
      rows,
      ({ label }, row) => row < drawings.length ? label : classes,
    );
    const logits = await this.pass(codes, labels);
    const of = (row: number) => {
      return logits.subarray(row * size * codebookSize, (row + 1) * size * codebookSize);
    };
    drawings.forEach((drawing, row) => {
      const twin = drawings.length + guided.indexOf(drawing);
      drawing.advance(of(row), drawing.guided ? of(twin) : undefined);
    });
  }
}

/** A grid on its way. */
class Drawing implements Grid {
  readonly codes: Uint32Array;
  readonly label: number;
  readonly guided: boolean;
  logLikelihood = 0;
  /** Positions, from the first, that are final. */
  settled = 0;
  readonly #request: GridRequest;
  readonly #logits: Float32Array;
  readonly #free: Float32Array;
  readonly #mixed: Float64Array;

  constructor(request: GridRequest, shape: PriorShape) {
    this.#request = request;
    const { grid: { height, width }, codebookSize } = shape;
    this.codes = Uint32Array.from({ length: height * width }, (_, p) => request.kept?.[p] ?? 0);
    this.label = requireLabel(request.class, shape);
    this.guided = request.guidance !== 1 && request.class !== undefined;
    this.#logits = new Float32Array(codebookSize);
    this.#free = new Float32Array(codebookSize);
    this.#mixed = new Float64Array(codebookSize);
  }

  get done(): boolean {
    return this.settled === this.codes.length;
  }

  /** Draws every position that is not final. @param all Logits `[K, size]`. @param free Those without class. */
  advance(all: Float32Array, free?: Float32Array): void {
    const { codes } = this;
    let settling = true;
    for (let position = this.settled; position < codes.length; position++) {
      const logits = logitsAt(all, position, codes.length, this.#logits);
      const before = codes[position];
      codes[position] = this.#code(position, logits, free);
      if (!settling) continue;
      this.logLikelihood += logProbability(logits, codes[position]);
      this.settled = position + 1;
      settling = codes[position] === before;
    }
  }

  #code(position: number, logits: Float32Array, all?: Float32Array): number {
    const { kept, guidance, seed } = this.#request;
    const code = kept?.[position];
    if (code != null) return code;
    if (all) {
      const free = logitsAt(all, position, this.codes.length, this.#free);
      guide(logits, free, { strength: guidance, out: this.#mixed });
    }
    return drawCode(all ? this.#mixed : logits, this.#request, uniform(seed, 0, position));
  }
}

/** Of `[K, size]` those at one position. */
function logitsAt(all: Float32Array, position: number, size: number, out: Float32Array) {
  for (let code = 0; code < out.length; code++) out[code] = all[code * size + position];
  return out;
}
