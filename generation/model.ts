import { type Bundle, BundleError, type Manifest, WEIGHTS_FILE } from "../core/bundle/mod.ts";
import { Autoencoder, type Nearest } from "./autoencoder.ts";
import { WasmCodec } from "./wasm_codec.ts";
import { WasmSampler } from "./wasm_sampler.ts";
import { Machine } from "../executors/wasm/machine.ts";
import { CachedPass } from "./cached_pass.ts";
import { classOf } from "./drawn_class.ts";
import { requireServable } from "./model_budget.ts";
import type { ModelConfigs } from "./model_configs.ts";
import { buildPrior, type Prior } from "./prior.ts";
import type { Grid, GridRequest, GridSampler } from "./request.ts";
import { Sampler } from "./sampler.ts";
import { requireWeights, stageWeights } from "./stage_weights.ts";

/** What to draw; a class is drawn where the model has some, none is asked for and no code is kept. */
export type SampleRequest = GridRequest;

/** A drawn grid. */
export interface Sample extends Grid {
  /** The class asked for or drawn; none where the codes are unconditional. */
  readonly class?: number;
}

/** A trained model: images to codes, codes to images, and new codes. */
export interface Model {
  readonly manifest: Manifest;
  /** Hash of the bundle. */
  readonly version: string;
  /** `[K, D]`. */
  readonly codebook: Float32Array;
  /** The nearest entry of each vector. @param vectors `[n, D]`. */
  nearest(vectors: Float32Array): Nearest;
  /** @param pixels `[c, h, w]` in [0, 1]. @returns `[gh * gw]`. */
  encode(pixels: Float32Array): Uint32Array;
  /** @param codes `[gh * gw]`. @returns `[c, h, w]` in [0, 1]. */
  decode(codes: Uint32Array): Float32Array;
  /** Decodes several grids, which costs less than one after the other. */
  decodeAll(grids: readonly Uint32Array[]): Float32Array[];
  /** Draws a grid of codes. @throws {RangeError} If a kept code or the class is out of range. */
  sample(request: SampleRequest): Sample;
  /** Draws several grids, each as if drawn alone, which costs less than one after the other. */
  sampleAll(requests: readonly SampleRequest[]): Sample[];
  /** Nats of a grid of codes, given a class if told. @throws {RangeError} If a code or the class is out of range. */
  logLikelihood(codes: Uint32Array, label?: number): number;
  /** Nats of each code given those before it. @returns `[gh * gw]`. @throws {RangeError} As above. */
  codeLogLikelihoods(codes: Uint32Array, label?: number): Float64Array;
}

/**
 * Builds the models of a bundle.
 * @param kernels `executors/wasm/kernels/kernels.wasm`, compiled; without it everything is plain TypeScript,
 *   several times slower, and codes can differ where two sums differ in their last bit.
 * @throws {BundleError} If its settings are not those of its models or over the budget, or weights are missing or misshapen.
 */
export function openModel(bundle: Bundle, kernels?: WebAssembly.Module): Model {
  const { manifest, version, codebook } = bundle;
  const configs = requireServable(manifest);
  const { autoencoder, sampler } = guarded(bundle, WEIGHTS_FILE, () => {
    const parts = build(bundle, configs);
    return kernels ? onKernels(parts, kernels) : inPlainTypeScript(parts);
  });
  const sampleAll = (requests: readonly SampleRequest[]): Sample[] => {
    const labels = requests.map((request) => classOf(request, configs.prior.classes));
    const grids = sampler.sampleAll(requests.map((it, i) => ({ ...it, class: labels[i] })));
    return grids.map((grid, i) => labels[i] === undefined ? grid : { ...grid, class: labels[i] });
  };
  return {
    manifest,
    version,
    codebook,
    ...autoencoder,
    decode: (codes) => autoencoder.decodeAll([codes])[0],
    sample: (request) => sampleAll([request])[0],
    sampleAll,
    logLikelihood: (codes, label) => sampler.logLikelihood(codes, label),
    codeLogLikelihoods: (codes, label) => sampler.codeLogLikelihoods(codes, label),
  };
}

interface Parts {
  readonly autoencoder: Autoencoder;
  readonly prior: Prior;
}

function build({ weights, codebook }: Bundle, configs: ModelConfigs): Parts {
  // The codebook's own file decides, whatever precision the weights are stored in.
  const stored = stageWeights(weights, "autoencoder").set("codebook.entries", codebook);
  const autoencoder = new Autoencoder(configs.autoencoder, stored);
  for (const { graph } of [autoencoder.encoder, autoencoder.decoder]) {
    requireWeights(graph, weights, "autoencoder");
  }
  const prior = buildPrior(configs.prior, stageWeights(weights, "prior"));
  requireWeights(prior.graph, weights, "prior");
  return { autoencoder, prior };
}

/** What an executor makes of the parts. */
interface Executed {
  readonly autoencoder: Pick<Model, "nearest" | "encode" | "decodeAll">;
  readonly sampler: GridSampler;
}

function inPlainTypeScript({ autoencoder, prior }: Parts): Executed {
  return {
    autoencoder: {
      nearest: (vectors) => autoencoder.nearest(vectors),
      encode: (pixels) => autoencoder.encode(pixels),
      decodeAll: (grids) => grids.map((codes) => autoencoder.decode(codes)),
    },
    sampler: new Sampler(prior.config, () => new CachedPass(prior)),
  };
}

function onKernels({ autoencoder, prior }: Parts, kernels: WebAssembly.Module): Executed {
  const machine = new Machine(kernels);
  const edge = new WasmCodec(machine, autoencoder);
  return {
    autoencoder: {
      nearest: (vectors) => autoencoder.nearest(vectors),
      encode: (pixels) => edge.encode(pixels),
      decodeAll: (grids) => edge.decodeAll(grids),
    },
    sampler: new WasmSampler(machine, prior),
  };
}

/** Tells the file that an error is about. */
function guarded<T>({ manifest: { id } }: Bundle, file: string, act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const state = (cause as Error).message;
    throw new BundleError(id, file, { rule: "must be of its models", state, cause });
  }
}
