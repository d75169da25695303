import type { Graph } from "../core/graph/mod.ts";
import { Autoencoder } from "./autoencoder.ts";
import { graphCost } from "./graph_cost.ts";
import type { ModelConfigs } from "./model_configs.ts";
import { buildPrior } from "./prior.ts";

/** What serving a model takes, about. */
export interface ModelCost {
  /** To draw and decode a picture, or to encode one, whichever is more. */
  readonly multiplyAdds: number;
  /** That the programs of a lane name; see {@link GraphCost.places}. */
  readonly places: number;
  /** Of a lane. */
  readonly bytes: number;
  readonly parameters: number;
}

/** Pictures that are decoded at once, and grids that are drawn at once where they are large. */
const DECODED = 4, DRAWN = 2;
/** Of a place in a program, and once more while it is written. */
const PLACE_BYTES = 8;

/** What serving the models of these settings takes, computed from shapes alone. */
export function modelCost(configs: ModelConfigs): ModelCost {
  const { encoder, decoder } = new Autoencoder(configs.autoencoder, new Map());
  const prior = buildPrior(configs.prior, new Map());
  const encoding = graphCost(encoder.output, encoder.input);
  const decoding = graphCost(decoder.output, decoder.input);
  const drawing = graphCost(prior.logits, prior.codes);
  const places = encoding.places + decoding.places + drawing.places;
  const parameters = countParameters([encoder.graph, decoder.graph]) +
    countParameters([prior.graph]);
  return {
    multiplyAdds: Math.max(encoding.multiplyAdds, drawing.multiplyAdds + decoding.multiplyAdds),
    places,
    parameters,
    bytes: parameters * 4 + places * PLACE_BYTES + encoding.bytes + DECODED * decoding.bytes +
      DRAWN * drawing.bytes,
  };
}

/** Parameters of graphs that share those of one name. */
function countParameters(graphs: readonly Graph[]): number {
  const sizes = new Map<string, number>();
  for (const { parameters } of graphs) {
    for (const [name, { tensor }] of parameters) sizes.set(name, tensor.size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
