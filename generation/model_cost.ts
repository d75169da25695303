import { type Graph, instantiate } from "../core/graph/mod.ts";
import { graphCost } from "./graph_cost.ts";
import type { ModelGraphs } from "./model_graphs.ts";

/** What serving a model takes, about. */
export interface ModelCost {
  /** To draw and decode a picture, or to encode one, whichever is more. */
  readonly multiplyAdds: number;
  /** To compute what parameters alone decide, when the model is opened. */
  readonly fixedMultiplyAdds: number;
  /** That the instructions of a worker name; see {@link GraphCost.places}. */
  readonly places: number;
  /** Of a worker. */
  readonly bytes: number;
  readonly parameters: number;
}

/** Pictures that are decoded at once, and grids that are drawn at once where they are large. */
const DECODED = 4, DRAWN = 2;
/** Of a place in the instructions, and once more while it is written. */
const PLACE_BYTES = 8;
const NOTHING = { multiplyAdds: 0, fixedMultiplyAdds: 0, places: 0, bytes: 0 };

/** What serving a model takes, computed from the shapes of its graphs alone. */
export function modelCost({ encoder, decoder, nearest, prior }: ModelGraphs): ModelCost {
  const search = nearest && instantiate(nearest, 1);
  const encoding = encoder ? graphCost(encoder.graph) : NOTHING;
  const decoding = graphCost(decoder.graph);
  const drawing = prior ? graphCost(prior.graph) : NOTHING;
  const searching = search ? graphCost(search) : NOTHING;
  const all = [encoding, decoding, drawing, searching];
  const places = encoding.places + decoding.places + drawing.places;
  const parameters = countParameters([encoder?.graph, decoder.graph, search, prior?.graph]);
  return {
    multiplyAdds: Math.max(
      encoding.multiplyAdds,
      drawing.multiplyAdds + decoding.multiplyAdds,
      searching.multiplyAdds,
    ),
    fixedMultiplyAdds: all.reduce((sum, cost) => sum + cost.fixedMultiplyAdds, 0),
    places,
    parameters,
    bytes: parameters * 4 + places * PLACE_BYTES + encoding.bytes + DECODED * decoding.bytes +
      DRAWN * drawing.bytes,
  };
}

/** Parameters of graphs that share those of one name. */
function countParameters(graphs: readonly (Graph | undefined)[]): number {
  const sizes = new Map<string, number>();
  for (const graph of graphs) {
    for (const [name, { tensor }] of graph?.parameters ?? []) sizes.set(name, tensor.size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
