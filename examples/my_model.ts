// A codec and a prior that Tessera does not have, and a recipe that trains both:
//
//   deno task train ./examples/my_model.ts --quick
//
// A copy may lie anywhere: only the import of mod.ts has to lead to Tessera. The bundle that training makes is served,
// drawn in pages and exported to ONNX by the same server as any other, as it carries the graphs of its models.
import * as z from "zod";
import {
  add,
  type Codec,
  type CodecModel,
  type CodeSpace,
  convLayer,
  convTransposeLayer,
  crossEntropy,
  embedding,
  type Graph,
  mean,
  normal,
  type Optimisation,
  type Prior,
  type PriorInputs,
  type PriorModel,
  type Recipe,
  reduceSum,
  relu,
  reshape,
  scale,
  Scope,
  sigmoid,
  slice,
  type Space,
  square,
  stopGradient,
  sub,
  type Tensor,
  transpose,
  vqNearest,
  zeros,
} from "../mod.ts";

// The codec. Each patch of a picture is one code: z = W patch + b, code = argmin_k ‖z - e_k‖, patch' = σ(V e_code + c).

const PatchesConfig = z.strictObject({
  /** Of a square patch, in pixels. */
  side: z.int().min(2).max(16),
  /** Number of codes. */
  entries: z.int().min(2).max(1024),
  /** Of an entry. */
  width: z.int().min(1).max(256),
});
type PatchesConfig = z.infer<typeof PatchesConfig>;

export const patches: Codec<PatchesConfig> = {
  kind: "patches",
  config: PatchesConfig,
  space({ side, entries }, { height, width }) {
    if (height % side === 0 && width % side === 0) {
      return { kind: "codes", height: height / side, width: width / side, size: entries };
    }
    throw new RangeError(
      `Cannot cut images into patches: expected sides that are multiples of ${side}, got [${height}, ${width}]`,
    );
  },
  loss(graph, model, pixels) {
    const latents = latentsOf(graph, model, pixels);
    const entries = entriesOf(graph, model);
    const nearest = embedding(entries, vqNearest(latents, entries));
    // Straight through: what is decoded is the entry, and its gradient goes to the latent.
    const decoded = add(latents, stopGradient(sub(nearest, latents)));
    const reconstruction = mean(square(sub(rebuild(graph, model, decoded), pixels)));
    const codebook = mean(square(sub(stopGradient(latents), nearest)));
    const commitment = mean(square(sub(latents, stopGradient(nearest))));
    return {
      loss: add(reconstruction, add(codebook, scale(commitment, { factor: 0.25 }))),
      metrics: new Map([["reconstruction", reconstruction]]),
      ports: [], // Nothing that is drawn anew at each step, such as noise.
    };
  },
  encode(graph, model, pixels) {
    const codes = vqNearest(latentsOf(graph, model, pixels), entriesOf(graph, model));
    const { side } = model.config;
    const [n, , h, w] = pixels.shape;
    return reshape(codes, [n, h / side, w / side]);
  },
  decode(graph, model, drawn) {
    return rebuild(graph, model, embedding(entriesOf(graph, model), reshape(drawn, [drawn.size])));
  },
  nearest(graph, model, vectors) {
    const entries = entriesOf(graph, model);
    const codes = vqNearest(vectors, entries);
    const distances = reduceSum(square(sub(vectors, embedding(entries, codes))), { axes: [1] });
    return { codes, distances };
  },
};

/** `[entries, width]`, under the name by which a bundle knows a codebook. */
function entriesOf(graph: Graph, { config: { entries, width } }: CodecModel<PatchesConfig>) {
  return new Scope(graph, "codebook").parameter("entries", [entries, width], normal(0.1));
}

/** `[n, c, h, w]` to a row for each patch, `[n * patches, width]`. */
function latentsOf(
  graph: Graph,
  { config: { side, width } }: CodecModel<PatchesConfig>,
  pixels: Tensor,
): Tensor {
  const options = { channels: width, kernel: [side, side], stride: [side, side] } as const;
  const latents = transpose(convLayer(new Scope(graph, "project"), pixels, options), [0, 2, 3, 1]);
  return reshape(latents, [latents.size / width, width]);
}

/** `[n * patches, width]` to `[n, c, h, w]`. */
function rebuild(
  graph: Graph,
  { config: { side, width }, image }: CodecModel<PatchesConfig>,
  rows: Tensor,
): Tensor {
  const [h, w] = [image.height / side, image.width / side];
  const grid = transpose(reshape(rows, [rows.size / (h * w * width), h, w, width]), [0, 3, 1, 2]);
  const options = { channels: image.channels, kernel: [side, side], stride: [side, side] } as const;
  return sigmoid(convTransposeLayer(new Scope(graph, "rebuild"), grid, options));
}

// The prior. A code depends on those near it in the two rows above and on the two to its left.

const NeighboursConfig = z.strictObject({ width: z.int().min(1).max(1024) });
type NeighboursConfig = z.infer<typeof NeighboursConfig>;

export const neighbours: Prior<NeighboursConfig> = {
  kind: "neighbours",
  config: NeighboursConfig,
  draws: "in order",
  check: (_, space) => void codeSpace(space),
  logits,
  loss(graph, model, inputs) {
    const loss = mean(crossEntropy(logits(graph, model, inputs), inputs.drawn, { axis: 1 }));
    return { loss, metrics: new Map(), ports: [] };
  },
  measure(graph, model, inputs) {
    return new Map([
      ["nats", crossEntropy(logits(graph, model, inputs), inputs.drawn, { axis: 1 })],
    ]);
  },
};

/** `[n, size, h, w]`, each position of the codes before it alone. */
function logits(
  graph: Graph,
  { config: { width }, space, classes }: PriorModel<NeighboursConfig>,
  inputs: PriorInputs,
): Tensor {
  const { size } = codeSpace(space);
  const table = new Scope(graph, "codes").parameter("weight", [size, width], normal(1));
  const x = transpose(embedding(table, inputs.drawn), [0, 3, 1, 2]);
  const [n, , h, w] = x.shape;
  // Without their last row and column, and padded on the other side, the convolutions read no code that comes later.
  const rowsAbove = slice(x, { starts: [0, 0, 0, 0], sizes: [n, width, h - 1, w] });
  const columnsBefore = slice(x, { starts: [0, 0, 0, 0], sizes: [n, width, h, w - 1] });
  let sum = add(
    convLayer(new Scope(graph, "above"), rowsAbove, {
      ...{ channels: width, kernel: [2, 5], pad: [2, 2, 0, 2] },
    }),
    convLayer(new Scope(graph, "before"), columnsBefore, {
      ...{ channels: width, kernel: [1, 2], pad: [0, 2, 0, 0] },
    }),
  );
  if (inputs.class) {
    // The last row is for no class.
    const labels = new Scope(graph, "class").parameter("weight", [classes + 1, width], zeros);
    sum = add(sum, reshape(embedding(labels, inputs.class), [n, width, 1, 1]));
  }
  return convLayer(new Scope(graph, "logits"), relu(sum), { channels: size, kernel: [1, 1] });
}

/** @throws {RangeError} If the space holds no codes, or too few of them. */
function codeSpace(space: Space): CodeSpace {
  if (space.kind === "codes" && space.height > 1 && space.width > 1) return space;
  throw new RangeError(
    `Cannot draw: expected codes in at least 2 rows and columns, got ${JSON.stringify(space)}`,
  );
}

const optimisation: Optimisation = {
  batchSize: 32,
  steps: 1000,
  rate: 3e-3,
  warmup: 50,
  finalRate: 0,
  weightDecay: 0,
  clip: 1,
  averageDecay: 0.99,
};

const recipe: Recipe = {
  id: "patches",
  title: "Patches and their neighbours",
  data: "procedural",
  validation: 256,
  codec: { kind: patches, config: { side: 4, entries: 64, width: 16 }, optimisation },
  prior: { kind: neighbours, config: { width: 64 }, labelDropout: 0.1, optimisation },
};

export default recipe;
