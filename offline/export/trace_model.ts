import type { BundleDescription, BundleGraphs } from "../../core/bundle/mod.ts";
import { Graph, type Tensor, traceGraph } from "../../core/graph/mod.ts";
import { CODEBOOK_PARAMETER, type Role, WEIGHT_PREFIX } from "../../models/contract.ts";
import { priorInputs, spaceInput } from "../../models/inputs.ts";
import { modelsOf, type Pictures, type Untrained } from "../../models/recipe.ts";

/** What a bundle says about a model, and the graphs that serve it. */
export interface TracedModel
  extends Pick<BundleDescription, "image" | "space" | "draws" | "grid" | "codebook" | "models"> {
  readonly graphs: BundleGraphs;
}

/**
 * The models of a recipe as a bundle holds them: their graphs' parameters have the names of `weights.safetensors`.
 * @throws {RangeError} If the codec does not suit the pictures, or the prior the codec's space.
 */
export function traceModel({ codec, prior }: Untrained, pictures: Pictures): TracedModel {
  const models = modelsOf({ codec, prior }, pictures);
  const { space, codec: model } = models;
  const { channels, height, width } = model.image;
  const encode = trace("codec", (graph, n) => {
    const pixels = graph.input("pixels", [n, channels, height, width]);
    return { [space.kind]: codec.kind.encode(graph, model, pixels) };
  });
  const decode = trace("codec", (graph, n) => {
    return { pixels: codec.kind.decode(graph, model, spaceInput(graph, space, n)) };
  });
  const entries = codebookShape(decode);
  const nearest = entries && codec.kind.nearest && trace("codec", (graph, n) => {
    const found = codec.kind.nearest!(graph, model, graph.input("vectors", [n, entries.dim]));
    return { codes: found.codes, distances: found.distances };
  });
  const logits = prior?.kind.logits && trace("prior", (graph, n) => {
    const own = models.prior!;
    return { logits: prior.kind.logits!(graph, own, priorInputs(graph, own, n)) };
  });
  return {
    image: { channels: channels as 1 | 3 | 4, height, width },
    space: { ...space },
    draws: prior?.kind.draws ?? codec.kind.draws ?? null,
    grid: { height: space.height, width: space.width },
    ...nearest && { codebook: entries },
    models: {
      codec: wordsOf(codec),
      ...prior && { prior: wordsOf(prior) },
    },
    graphs: { encode, decode, ...nearest && { nearest }, ...logits && { logits } },
  };
}

function trace(role: Role, build: (graph: Graph, n: number) => Record<string, Tensor>) {
  const built = (n: number) => {
    const graph = new Graph();
    for (const [name, tensor] of Object.entries(build(graph, n))) graph.output(name, tensor);
    return graph;
  };
  return traceGraph(built, { prefix: WEIGHT_PREFIX[role] });
}

/** Size and width of the codebook that a decoder reads, if it reads one. */
function codebookShape({ tensors }: ReturnType<typeof traceGraph>) {
  const name = WEIGHT_PREFIX.codec + CODEBOOK_PARAMETER;
  for (const tensor of tensors) {
    if (tensor.op !== "parameter" || !("name" in tensor) || tensor.name !== name) continue;
    const [size, dim] = tensor.shape as readonly number[];
    return { size, dim };
  }
  return undefined;
}

/** A stage in words for people. */
function wordsOf({ kind, config }: { kind: { kind: string }; config: unknown }) {
  return { kind: kind.kind, config: JSON.parse(JSON.stringify(config)) };
}
