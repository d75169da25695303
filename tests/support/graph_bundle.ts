import type { Bundle, BundleGraphs, Manifest, Weight } from "../../core/bundle/mod.ts";
import {
  Graph,
  type GraphFile,
  instantiate,
  type Tensor,
  traceGraph,
} from "../../core/graph/mod.ts";
import { Random } from "../../core/random/random.ts";

/** What a bundle of {@link graphBundle} is said to be; grey pictures of 4 x 6 unless told. */
export interface GraphBundleOptions {
  readonly space: Manifest["space"];
  readonly draws: Manifest["draws"];
  readonly codebook?: Manifest["codebook"];
  readonly classes?: string[];
}

/** Traces a graph of any number of images. @param build Gives its outputs by name. */
export function traced(
  build: (graph: Graph, n: number) => Readonly<Record<string, Tensor>>,
): GraphFile {
  return traceGraph((n) => {
    const graph = new Graph();
    for (const [name, tensor] of Object.entries(build(graph, n))) graph.output(name, tensor);
    return graph;
  });
}

/** A bundle of these graphs with random weights, as loaded. */
export function graphBundle(
  graphs: BundleGraphs,
  { space, draws, codebook, classes = [] }: GraphBundleOptions,
): Bundle {
  const random = new Random(6);
  const weights = new Map<string, Weight>();
  for (const file of Object.values(graphs)) {
    for (const [name, { tensor: { shape, size } }] of instantiate(file, 1).parameters) {
      const values = new Float32Array(size).map(() => random.normal());
      if (!weights.has(name)) weights.set(name, { shape, values });
    }
  }
  const manifest: Manifest = {
    formatVersion: 2,
    id: "made",
    title: "Made of graphs",
    image: { height: 4, width: 6, channels: 1 },
    space,
    draws,
    grid: { height: space.height, width: space.width },
    ...codebook && { codebook },
    classes,
    models: { codec: { kind: "made", config: {} } },
    metrics: {},
    seed: 1,
    data: { name: "none", licence: "none", source: "none" },
    training: { steps: {}, seconds: 0, adapter: "none" },
    files: {},
  };
  return { manifest, version: "0".repeat(64), graphs, weights };
}
