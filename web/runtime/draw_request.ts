import type { SampleRequest } from "../../generation/model.ts";
import { MAX_GUIDANCE, MAX_SEED, MAX_TEMPERATURE } from "../../generation/settings.ts";
import type { CodeManifest, DrawRequest } from "./page_model.ts";

/**
 * A page's request with every setting filled in, within the API's ranges.
 * @throws {RangeError} That names the setting, its range and its value.
 */
export function sampleRequest(request: DrawRequest, manifest: CodeManifest): SampleRequest {
  const { codebook: { size }, classes, grid: { height, width } } = manifest;
  const { seed, temperature = 1, topK, topP, guidance = 1, kept } = request;
  require("seed", seed, { from: 0, to: MAX_SEED, whole: true });
  require("temperature", temperature, { from: 0, to: MAX_TEMPERATURE });
  require("guidance", guidance, { from: 0, to: MAX_GUIDANCE });
  if (topK !== undefined) require("top k", topK, { from: 1, to: size, whole: true });
  if (topP !== undefined) require("top p", topP, { from: 0, to: 1, open: true });
  if (request.class !== undefined) {
    if (classes.length === 0) {
      throw new RangeError(
        `Cannot draw class [${request.class}]: expected a model with classes, got none`,
      );
    }
    require("class", request.class, { from: 0, to: classes.length - 1, whole: true });
  }
  if (kept) {
    requireCount(kept, height * width);
    for (const code of kept) requireCode(code ?? 0, size);
  }
  return { seed, temperature, topK, topP, guidance, kept, class: request.class };
}

/** A grid of codes. @throws {RangeError} If it has another size, or a code is not in the codebook. */
export function gridOf(codes: ArrayLike<number>, { grid, codebook }: CodeManifest): Uint32Array {
  requireCount(codes, grid.height * grid.width);
  const values = Array.from(codes);
  for (const code of values) requireCode(code, codebook.size);
  return Uint32Array.from(values);
}

function requireCount({ length }: ArrayLike<unknown>, count: number): void {
  if (length === count) return;
  throw new RangeError(`Cannot take a grid: expected ${count} codes, got ${length}`);
}

function requireCode(code: number, size: number): void {
  require("code", code, { from: 0, to: size - 1, whole: true });
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
  /** Whether `from` itself is left out. */
  readonly open?: boolean;
}

function require(name: string, value: number, { from, to, whole, open }: Range): void {
  const fits = open ? value > from : value >= from;
  if (typeof value === "number" && fits && value <= to && (!whole || Number.isInteger(value))) {
    return;
  }
  const kind = whole ? "a whole number in" : "in";
  const range = `${open ? "(" : "["}${from}, ${to}]`;
  throw new RangeError(`Cannot draw: expected ${name} to be ${kind} ${range}, got [${value}]`);
}
