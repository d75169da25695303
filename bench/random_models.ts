import { Graph, type Values } from "../core/graph/mod.ts";
import { Random } from "../core/random/random.ts";
import { PlainCodec } from "../generation/codec.ts";
import type { Prior } from "../generation/prior.ts";
import type { CodecModel, CodeSpace, PriorModel } from "../models/contract.ts";
import { priorInputs, spaceInput } from "../models/inputs.ts";
import type { CodecStage, PriorStage } from "../models/recipe.ts";

/** A prior over codes with the weights that training would start at. */
export function randomPrior(
  { kind, config }: Pick<PriorStage, "kind" | "config">,
  { space, classes }: { space: CodeSpace; classes: number },
): Prior {
  const graph = new Graph();
  const model: PriorModel<unknown> = { config, space, classes };
  const inputs = priorInputs(graph, model, 1);
  const logits = kind.logits!(graph, model, inputs);
  const { height, width, size } = space;
  const shape = { classes, codebookSize: size, grid: { height, width } };
  return { shape, graph, codes: inputs.drawn, logits, weights: randomWeights([graph]) };
}

/** A codec, in plain TypeScript, with the weights that training would start at. */
export function randomCodec(
  { kind, config }: Pick<CodecStage, "kind" | "config">,
  { image }: Pick<CodecModel<unknown>, "image">,
): PlainCodec {
  const model: CodecModel<unknown> = { config, image };
  const encoder = new Graph(), decoder = new Graph();
  const pixels = encoder.input("pixels", [1, image.channels, image.height, image.width]);
  const codes = spaceInput(decoder, kind.space(config, image), 1);
  const graphs = {
    encoder: { graph: encoder, input: pixels, output: kind.encode(encoder, model, pixels) },
    decoder: { graph: decoder, input: codes, output: kind.decode(decoder, model, codes) },
  };
  return new PlainCodec(graphs, randomWeights([encoder, decoder]));
}

function randomWeights(graphs: readonly Graph[]): Map<string, Values> {
  const random = new Random(4);
  const parameters = graphs.flatMap((graph) => [...graph.parameters]);
  return new Map(
    parameters.map(([name, { tensor, initializer }]) => [name, initializer(tensor.shape, random)]),
  );
}
