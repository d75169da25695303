import type { Bundle, Manifest } from "../core/bundle/mod.ts";
import { instantiate, type Values } from "../core/graph/mod.ts";
import { Machine } from "../executors/wasm/machine.ts";
import { type Codec, NearestSearch, PlainCodec } from "./codec.ts";
import type { ModelGraphs } from "./model_graphs.ts";
import { modelValues, requireWeights } from "./model_values.ts";
import { firstThatFits, type OpenSampler, openSampler } from "./open_sampler.ts";
import { priorShape } from "./prior.ts";
import { WasmCodec } from "./wasm_codec.ts";

/** The weights of all graphs by name. @throws {RangeError} If one is missing or misshapen. */
export function weightsFor({ encoder, decoder, nearest, prior }: ModelGraphs, bundle: Bundle) {
  const values = modelValues(bundle);
  const search = nearest && instantiate(nearest, 1);
  for (const graph of [encoder?.graph, decoder.graph, search, prior?.graph]) {
    if (graph) requireWeights(graph, bundle, values);
  }
  return values;
}

/** What executors make of the graphs. */
export interface ExecutedModel {
  readonly codec: Codec;
  readonly encodes: boolean;
  readonly search?: NearestSearch;
  readonly drawing?: OpenSampler;
}

/** Opens executors: the WASM kernels where they are given and have every op, else plain TypeScript. */
export function executeModel(
  graphs: ModelGraphs,
  { manifest, weights, kernels }: {
    manifest: Manifest;
    weights: ReadonlyMap<string, Values>;
    kernels?: WebAssembly.Module;
  },
): ExecutedModel {
  const { prior: direction, nearest } = graphs;
  const machine = kernels && new Machine(kernels);
  const plain = () => new PlainCodec(graphs, weights);
  const prior = direction && {
    shape: priorShape(manifest),
    graph: direction.graph,
    codes: direction.input,
    logits: direction.output,
    weights,
  };
  return {
    codec: machine
      ? firstThatFits<Codec>([() => new WasmCodec(machine, graphs, weights), plain])
      : plain(),
    encodes: graphs.encoder !== undefined,
    search: nearest && new NearestSearch(nearest, weights),
    drawing: prior && openSampler(prior, machine),
  };
}
