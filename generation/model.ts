import {
  type Bundle,
  BundleError,
  GRAPHS_FILE,
  type Manifest,
  WEIGHTS_FILE,
} from "../core/bundle/mod.ts";
import { type Abilities, abilitiesOf, AbsentError } from "./abilities.ts";
import type { Nearest } from "./codec.ts";
import { classOf } from "./drawn_class.ts";
import { type ExecutedModel, executeModel, weightsFor } from "./executed_model.ts";
import { requireServable } from "./model_budget.ts";
import type { OpenSampler, Pass } from "./open_sampler.ts";
import type { Grid, GridRequest } from "./request.ts";

/** What to draw; without a class, one is drawn if the model has classes and no code is kept. */
export type SampleRequest = GridRequest;

/** A drawn grid. */
export interface Sample extends Grid {
  /** The requested or drawn class; none if the codes are unconditional. */
  readonly class?: number;
}

/**
 * A trained model: images to codes, codes to images, and new codes. A method that the model has no graph for throws
 * {@link AbsentError}; `abilities` tells which, and `latents` is there where the model's space holds latents.
 */
export interface Model {
  /** What its bundle says. */
  readonly manifest: Manifest;
  /** Hash of the bundle. */
  readonly version: string;
  /** What it can do. */
  readonly abilities: Abilities;
  /** `[K, D]`, where there is one. */
  readonly codebook?: Float32Array;
  /** How the prior is evaluated, where there is one. */
  readonly pass?: Pass;
  /** Instead of the methods on codes, where the space holds latents. */
  readonly latents?: LatentCodec;
  /** The nearest entry of each vector. @param vectors `[n, D]`. */
  nearest(vectors: Float32Array): Nearest;
  /** Codes of a picture. @param pixels `[c, h, w]` in [0, 1]. @returns `[gh * gw]`. */
  encode(pixels: Float32Array): Uint32Array;
  /** The picture of codes. @param codes `[gh * gw]`. @returns `[c, h, w]` in [0, 1]. */
  decode(codes: Uint32Array): Float32Array;
  /** Decodes several grids, which costs less than one after the other. @throws {RangeError} If a code is not below K. */
  decodeAll(grids: readonly Uint32Array[]): Float32Array[];
  /** Draws a grid of codes. @throws {RangeError} If a kept code or the class is out of range. */
  sample(request: SampleRequest): Sample;
  /** Draws several grids, each as if drawn alone, which costs less than one after the other. */
  sampleAll(requests: readonly SampleRequest[]): Sample[];
  /** Nats of a grid of codes, given a class, if any. @throws {RangeError} If a code or the class is out of range. */
  logLikelihood(codes: Uint32Array, label?: number): number;
  /** Nats of each code given those before it. @returns `[gh * gw]`. @throws {RangeError} As above. */
  codeLogLikelihoods(codes: Uint32Array, label?: number): Float64Array;
}

/** Images to continuous latents and back. */
export interface LatentCodec {
  /** Latents of a picture. @param pixels `[c, h, w]` in [0, 1]. @returns `[channels * gh * gw]`. */
  encode(pixels: Float32Array): Float32Array;
  /** The pictures of latents. @param latents Each `[channels * gh * gw]`. @returns `[c, h, w]` in [0, 1] of each. */
  decodeAll(latents: readonly Float32Array[]): Float32Array[];
}

/**
 * Opens the model of a bundle from its graphs, weights and manifest.
 * @param kernels `executors/wasm/kernels/kernels.wasm`, compiled; without it everything is plain TypeScript,
 *   several times slower, and codes can differ where two sums differ in their last bit.
 * @throws {BundleError} If its graphs are not those of its manifest or over the budget, or weights are missing or misshapen.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadBundle, openModel, wasmKernels } from "@tessera/tessera";
 *
 * const bundle = await loadBundle((name) => Deno.readFile(`static/models/mnist/${name}`));
 * const model = openModel(bundle, await wasmKernels());
 * const { codes } = model.sample({ seed: 7, class: 3, temperature: 1, guidance: 1 });
 * assertEquals([codes.length, model.decode(codes).length], [7 * 7, 28 * 28]);
 * ```
 */
export function openModel(bundle: Bundle, kernels?: WebAssembly.Module): Model {
  const { manifest, version, codebook } = bundle;
  const graphs = requireServable(manifest, bundle.graphs);
  const weights = guarded(bundle, WEIGHTS_FILE, () => weightsFor(graphs, bundle));
  const opened = guarded(
    bundle,
    GRAPHS_FILE,
    () => executeModel(graphs, { manifest, weights, kernels }),
  );
  const abilities = abilitiesOf(bundle);
  return {
    manifest,
    version,
    abilities,
    codebook,
    pass: opened.drawing?.pass,
    ...manifest.space.kind === "latents" && { latents: latentCodec(manifest, opened) },
    ...codeMethods(manifest, opened),
    ...drawMethods(manifest, opened.drawing),
  };
}

function codeMethods({ id, space, codebook }: Manifest, { codec, encodes, search }: ExecutedModel) {
  const size = space.kind === "codes" ? space.size : 0;
  const requireCodes = (action: string) => {
    if (size === 0) throw new AbsentError(action, id, "a space of codes");
  };
  const decodeAll = (grids: readonly Uint32Array[]) => {
    requireCodes("decode codes");
    for (const codes of grids) requireBelow(codes, size);
    return codec.decodeAll(grids);
  };
  return {
    nearest: (vectors: Float32Array): Nearest => {
      if (!search || !codebook) throw new AbsentError("find entries", id, "a codebook");
      return search.find(vectors, codebook.dim);
    },
    encode: (pixels: Float32Array) => {
      requireCodes("encode to codes");
      if (!encodes) throw new AbsentError("encode", id, "an encoder");
      return codec.encode(pixels) as Uint32Array;
    },
    decode: (codes: Uint32Array) => decodeAll([codes])[0],
    decodeAll,
  };
}

function latentCodec({ id }: Manifest, { codec, encodes }: ExecutedModel): LatentCodec {
  return {
    encode: (pixels) => {
      if (!encodes) throw new AbsentError("encode", id, "an encoder");
      return codec.encode(pixels) as Float32Array;
    },
    decodeAll: (latents) => codec.decodeAll(latents),
  };
}

function drawMethods({ id, classes }: Manifest, drawing: OpenSampler | undefined) {
  const sampler = () => {
    if (!drawing) throw new AbsentError("draw", id, "a prior");
    return drawing.sampler;
  };
  const sampleAll = (requests: readonly SampleRequest[]): Sample[] => {
    const labels = requests.map((request) => classOf(request, classes.length));
    const grids = sampler().sampleAll(requests.map((it, i) => ({ ...it, class: labels[i] })));
    return grids.map((grid, i) => labels[i] === undefined ? grid : { ...grid, class: labels[i] });
  };
  return {
    sample: (request: SampleRequest) => sampleAll([request])[0],
    sampleAll,
    logLikelihood: (codes: Uint32Array, label?: number) => sampler().logLikelihood(codes, label),
    codeLogLikelihoods: (codes: Uint32Array, label?: number) => {
      return sampler().codeLogLikelihoods(codes, label);
    },
  };
}

function requireBelow(codes: Uint32Array, size: number): void {
  const code = codes.find((code) => code >= size);
  if (code === undefined) return;
  throw new RangeError(`Cannot decode: expected codes to be below ${size}, got [${code}]`);
}

/** Adds the file to an error. */
function guarded<T>({ manifest: { id } }: Bundle, file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const state = (cause as Error).message;
    throw new BundleError(id, file, { rule: "to fit its models", state, cause });
  }
}
