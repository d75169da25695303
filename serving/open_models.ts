import type { Bundle, Weight } from "../core/bundle/mod.ts";
import { type Model, openModel } from "../generation/model.ts";
import { performWith } from "./perform.ts";
import type { Perform } from "./worker_messages.ts";

/** What a worker opens its models from. */
export interface Opening {
  readonly bundles: readonly Bundle[];
  /** `executors/wasm/kernels/kernels.wasm`, compiled; without it models run in plain TypeScript. */
  readonly kernels?: WebAssembly.Module;
}

/** Opens the models of bundles to run tasks. @throws {Error} If a bundle's models cannot be built. */
export function openModels({ bundles, kernels }: Opening): Perform {
  const models = new Map<string, Model>();
  for (const bundle of bundles) models.set(bundle.manifest.id, openModel(bundle, kernels));
  return performWith(models);
}

/** The bundle in shared memory, so that workers do not copy it. */
export function shareBundle(bundle: Bundle): Bundle {
  const weights = new Map<string, Weight>();
  for (const [name, { shape, values }] of bundle.weights) {
    weights.set(name, { shape, values: share(values) });
  }
  return { ...bundle, weights, codebook: bundle.codebook && share(bundle.codebook) };
}

function share(values: Float32Array): Float32Array {
  const shared = new Float32Array(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}
