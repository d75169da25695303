import type { Manifest } from "../../core/bundle/mod.ts";
import {
  argmin,
  clampToUnit,
  conv2d,
  convTranspose2d,
  embedding,
  type Graph,
  normal,
  type Tensor,
  transpose,
} from "../../core/graph/mod.ts";
import { traced } from "./graph_bundle.ts";

/** Number of codes of the models here. */
export const K = 5;
export const CODES: Manifest["space"] = { kind: "codes", height: 2, width: 3, size: K };
export const LATENTS: Manifest["space"] = { kind: "latents", height: 2, width: 3, channels: 4 };
const HALF = { stride: [2, 2] } as const;

function pixelsIn(graph: Graph, n: number): Tensor {
  return graph.input("pixels", [n, 1, 4, 6]);
}

/** The input `codes`. */
export function codesIn(graph: Graph, n: number): Tensor {
  return graph.input("codes", [n, 2, 3], "u32");
}

function down(pixels: Tensor, channels: number): Tensor {
  const { graph } = pixels;
  return conv2d(pixels, graph.parameter("down", [channels, 1, 2, 2], normal(1)), HALF);
}

function up(x: Tensor): Tensor {
  const weight = x.graph.parameter("up", [x.shape[1], 1, 2, 2], normal(1));
  return clampToUnit(convTranspose2d(x, weight, HALF));
}

/** Codes as `[n, channels, 2, 3]`. */
export function embedded(graph: Graph, codes: Tensor, channels: number): Tensor {
  const table = graph.parameter(`table_${channels}`, [K, channels], normal(1));
  return transpose(embedding(table, codes), [0, 3, 1, 2]);
}

/** A codec over codes without a codebook. */
export const CODE_CODEC = {
  encode: traced((graph, n) => ({ codes: argmin(down(pixelsIn(graph, n), K), { axis: 1 }) })),
  decode: traced((graph, n) => ({ pixels: up(embedded(graph, codesIn(graph, n), 4)) })),
};

/** A codec over latents. */
export const LATENT_CODEC = {
  encode: traced((graph, n) => ({ latents: down(pixelsIn(graph, n), 4) })),
  decode: traced((graph, n) => ({ pixels: up(graph.input("latents", [n, 4, 2, 3])) })),
};
