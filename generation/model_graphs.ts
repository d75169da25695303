import type { BundleGraphs, GraphName, Manifest } from "../core/bundle/mod.ts";
import {
  codeRanges,
  type DType,
  type Graph,
  type GraphFile,
  instantiate,
  type Tensor,
} from "../core/graph/mod.ts";

/** A graph of one image with what it reads and what it gives. */
export interface Direction {
  readonly graph: Graph;
  readonly input: Tensor;
  readonly output: Tensor;
}

/** The graphs of a bundle, known to be of its manifest. */
export interface ModelGraphs {
  /** Pixels `[1, c, h, w]` to codes u32 `[1, gh, gw]` or latents `[1, c, gh, gw]`. */
  readonly encoder?: Direction;
  /** Codes or latents to pixels. */
  readonly decoder: Direction;
  /** Of any number of vectors. */
  readonly nearest?: GraphFile;
  /** Codes to logits `[1, K, gh, gw]`; with classes there is an input "class", u32 `[1]`. */
  readonly prior?: Direction;
}

/** An input or an output as a manifest demands it; `n` stands first in its shape. */
interface Port {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Of u32: the number that its elements are below. */
  readonly below?: number;
}

/** Ports by name. */
type Ports = Readonly<Record<string, Port>>;

/**
 * Instantiates the graphs of a bundle for one image.
 * @throws {RangeError} If one is missing, has other ports than the manifest says, or looks up codes that there are not.
 */
export function modelGraphs(manifest: Manifest, graphs: BundleGraphs): ModelGraphs {
  const { image, space, draws, codebook, classes } = manifest;
  const { height, width } = space;
  const pixels: Port = { dtype: "f32", shape: [image.channels, image.height, image.width] };
  const drawn: Ports = space.kind === "codes"
    ? { codes: { dtype: "u32", shape: [height, width], below: space.size } }
    : { latents: { dtype: "f32", shape: [space.channels, height, width] } };
  const { encode, decode, nearest, logits } = graphs;
  requireGraph("decode", decode !== undefined, true);
  requireGraph("nearest", nearest !== undefined, codebook !== undefined);
  requireGraph("logits", logits !== undefined, draws === "in order");
  if (nearest && codebook) {
    const codes: Port = { dtype: "u32", shape: [], below: codebook.size };
    openGraph("nearest", nearest, [
      { vectors: { dtype: "f32", shape: [codebook.dim] } },
      { codes, distances: { dtype: "f32", shape: [] } },
    ]);
  }
  const label: Ports = classes.length > 0
    ? { class: { dtype: "u32", shape: [], below: classes.length + 1 } }
    : {};
  return {
    encoder: encode && openGraph("encode", encode, [{ pixels }, drawn]),
    decoder: openGraph("decode", decode!, [drawn, { pixels }]),
    nearest,
    prior: logits && space.kind === "codes"
      ? openGraph("logits", logits, [
        { ...drawn, ...label },
        { logits: { dtype: "f32", shape: [space.size, height, width] } },
      ])
      : undefined,
  };
}

/** Checks a graph for one image and for two, and gives that for one. Its first input and output are the direction's. */
function openGraph(
  name: GraphName,
  file: GraphFile,
  [inputs, outputs]: readonly [Ports, Ports],
): Direction {
  const refuse = (expected: string, got: string) => {
    throw new RangeError(`Cannot open graph "${name}": expected ${expected}, got ${got}`);
  };
  const graphs = [1, 2].map((n) => {
    const graph = instantiate(file, n);
    for (
      const [side, ports, tensors] of [
        ["inputs", inputs, graph.inputs],
        ["outputs", outputs, graph.outputs],
      ] as const
    ) {
      const wanted = describe(portTypes(ports, n)), found = describe([...tensors]);
      if (wanted !== found) refuse(`the ${side} ${wanted}`, found);
    }
    return graph;
  });
  const [graph] = graphs;
  const limits = Object.entries(inputs).map(([key, { below }]) => [key, below ?? 0]);
  for (const [key, below] of codeRanges(graph, Object.fromEntries(limits))) {
    const most = outputs[key].below!;
    if (below > most) refuse(`${key} below ${most}`, `below ${below}`);
  }
  const [input] = Object.keys(inputs), [output] = Object.keys(outputs);
  return { graph, input: graph.inputs.get(input)!, output: graph.outputs.get(output)! };
}

type PortType = Pick<Tensor, "dtype" | "shape">;

function portTypes(ports: Ports, n: number): [string, PortType][] {
  return Object.entries(ports).map((
    [key, { dtype, shape }],
  ) => [key, { dtype, shape: [n, ...shape] }]);
}

function describe(ports: readonly (readonly [string, PortType])[]): string {
  const texts = ports.map(([key, { dtype, shape }]) => `${key} ${dtype} [${shape.join(", ")}]`);
  return texts.sort().join(", ");
}

function requireGraph(name: GraphName, is: boolean, must: boolean): void {
  if (is === must) return;
  const [expected, got] = must ? [`a graph "${name}"`, "none"] : [`no graph "${name}"`, "one"];
  throw new RangeError(`Cannot open model: expected ${expected} as in its manifest, got ${got}`);
}
