import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { evaluate, Graph, type Tensor, type Values } from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { pixelCnnLogits, pixelCnnLoss } from "../../../models/priors/pixel_cnn.ts";
import { PixelCnnConfig, type PixelCnnModel } from "../../../models/priors/pixel_cnn_config.ts";
import { randomWeights, SMALL_PRIOR } from "../../generation/random_prior.ts";

const UNCONDITIONAL: PixelCnnModel = { ...SMALL_PRIOR, classes: 0 };

function randomCodes(count: number, codebookSize: number, seed: number): Uint32Array {
  const random = new Random(seed);
  return Uint32Array.from({ length: count }, () => random.integer(codebookSize));
}

/** Logits of a batch without classes. */
function logitsOf(
  config: PixelCnnModel,
  codes: Uint32Array,
  weights: (graph: Graph) => Map<string, Values>,
): Values {
  const graph = new Graph();
  const { height, width } = config.grid;
  const n = codes.length / (height * width);
  const input = graph.input("codes", [n, height, width], "u32");
  const logits = pixelCnnLogits(graph, config, { codes: input });
  return evaluate(graph, [logits], weights(graph).set("codes", codes))[0];
}

for (const [height, width] of [[4, 6], [6, 4], [2, 2]]) {
  Deno.test(`pixelCnnLogits() reads no code at or after a position on a ${height}x${width} grid`, () => {
    const config = { ...UNCONDITIONAL, grid: { height, width } };
    const size = height * width, k = config.codebookSize;
    const codes = randomCodes(size, k, 3);
    // Image q has another code at q; the last is unchanged.
    const batch = new Uint32Array((size + 1) * size);
    for (let q = 0; q <= size; q++) batch.set(codes, q * size);
    for (let q = 0; q < size; q++) batch[q * size + q] = (codes[q] + 1) % k;
    const logits = logitsOf(config, batch, (graph) => randomWeights(graph, 5));
    const at = (image: number, position: number) =>
      Array.from({ length: k }, (_, code) => logits[(image * k + code) * size + position]);
    for (let q = 0; q < size; q++) {
      for (let p = 0; p <= q; p++) assertEquals(at(q, p), at(size, p), `${p} reads ${q}`);
      if (q + 1 < size && (q + 1) % width !== 0) assertNotEquals(at(q, q + 1), at(size, q + 1));
    }
  });
}

/** Share of the pairs q < p of which p reads q: a 1 among zeros shows wherever all weights are positive. */
function seenShare(side: number, layers: number): number {
  const config = {
    ...UNCONDITIONAL,
    codebookSize: 2,
    grid: { height: side, width: side },
    embeddingDim: 1,
    channels: 1,
    outputChannels: 1,
    firstKernel: 7,
    layers,
  };
  const size = side * side;
  const batch = new Uint32Array(size * size);
  for (let q = 0; q < size; q++) batch[q * size + q] = 1;
  const logits = logitsOf(
    config,
    batch,
    (graph) =>
      new Map(Array.from(graph.parameters, ([name, { tensor }]) => {
        if (name === "embedding.weight") return [name, Float32Array.of(0, 1)];
        return [name, new Float32Array(tensor.size).fill(name.endsWith("bias") ? 0 : 1)];
      })),
  );
  let seen = 0;
  for (let q = 0; q < size; q++) {
    for (let p = 0; p < size; p++) if (logits[q * 2 * size + p] > 0) seen++;
  }
  return seen / (size * (size - 1) / 2);
}

// Layers of kernel 3 after the first of kernel 7: fractions of a gated two-stack model.
for (
  const [side, after, share] of [[7, 2, "0.9184"], [7, 5, "1.0000"], [8, 2, "0.8185"], [
    8,
    5,
    "1.0000",
  ]] as const
) {
  Deno.test(`pixelCnnLogits() sees ${share} of the earlier codes on ${side}x${side} after 1 + ${after} layers`, () => {
    assertEquals(seenShare(side, after + 1).toFixed(4), share);
  });
}

function trainingGraph(config: PixelCnnModel, drops: boolean) {
  const graph = new Graph();
  const codes = graph.input("codes", [2, 3, 4], "u32");
  const inputs = {
    codes,
    class: graph.input("class", [2], "u32"),
    ...(drops ? { dropoutKey: graph.input("key", [2], "u32") } : {}),
  };
  return { graph, ...pixelCnnLoss(graph, config, inputs) };
}

const FEEDS: [string, Values][] = [
  ["codes", randomCodes(24, SMALL_PRIOR.codebookSize, 1)],
  ["class", Uint32Array.of(0, 2)],
];

function run(graph: Graph, outputs: Tensor[], feeds: [string, Values][] = FEEDS): Values[] {
  return evaluate(graph, outputs, new Map<string, Values>([...randomWeights(graph, 9), ...feeds]));
}

Deno.test("pixelCnnLoss() of zero logits is ln K at each position", () => {
  const { graph, loss, perPosition } = trainingGraph(SMALL_PRIOR, false);
  const zero = ["head.logits.weight", "head.logits.bias"].map((name): [string, Values] => [
    name,
    new Float32Array(graph.parameters.get(name)!.tensor.size),
  ]);
  const [mean, each] = run(graph, [loss, perPosition], [...FEEDS, ...zero]);
  const lnK = Math.fround(Math.log(SMALL_PRIOR.codebookSize));
  assertEquals([...each], new Array(24).fill(lnK));
  assertEquals(mean[0], lnK);
});

Deno.test("pixelCnnLoss() depends on the class", () => {
  const { graph, perPosition } = trainingGraph(SMALL_PRIOR, false);
  const [one] = run(graph, [perPosition]);
  const [other] = run(graph, [perPosition], [FEEDS[0], ["class", Uint32Array.of(1, 2)]]);
  assertNotEquals(one.slice(0, 12), other.slice(0, 12));
  assertEquals(one.slice(12), other.slice(12));
});

Deno.test("pixelCnnLoss() drops other values with another key", () => {
  const { graph, loss } = trainingGraph(SMALL_PRIOR, true);
  const [one, other] = [1, 2].map((key) =>
    run(graph, [loss], [...FEEDS, ["key", Uint32Array.of(key, 0)]])[0][0]
  );
  assertNotEquals(one, other);
});

Deno.test("pixelCnnLoss() uses each parameter", () => {
  const { graph, loss } = trainingGraph(SMALL_PRIOR, true);
  const used = new Set<Tensor>();
  const visit = (tensor: Tensor): void => {
    if (used.has(tensor)) return;
    used.add(tensor);
    tensor.inputs.forEach(visit);
  };
  visit(loss);
  for (const [name, { tensor }] of graph.parameters) assert(used.has(tensor), name);
});

Deno.test("pixelCnnLogits() names its parameters by layer and stack", () => {
  const { graph } = trainingGraph(SMALL_PRIOR, false);
  assertEquals(graph.parameters.get("layers.0.vertical.weight")?.tensor.shape, [10, 3, 2, 5]);
  assertEquals(graph.parameters.get("layers.1.vertical.weight")?.tensor.shape, [10, 5, 2, 3]);
  assertEquals(graph.parameters.get("layers.2.horizontal.weight")?.tensor.shape, [10, 5, 1, 2]);
  assertEquals(graph.parameters.get("layers.2.horizontal.class")?.tensor.shape, [3, 10]);
});

Deno.test("pixelCnnLogits() refuses a class where there are none, and none where there are", () => {
  const graph = new Graph();
  const codes = graph.input("codes", [1, 3, 4], "u32");
  const label = graph.input("class", [1], "u32");
  assertThrows(
    () => pixelCnnLogits(graph, UNCONDITIONAL, { codes, class: label }),
    TypeError,
    "0 classes and a class",
  );
  assertThrows(() => pixelCnnLogits(graph, SMALL_PRIOR, { codes }), TypeError, "no class");
});

Deno.test("PixelCnnConfig takes odd kernels only", () => {
  const { codebookSize: _k, grid: _g, classes: _c, ...config } = SMALL_PRIOR;
  assert(PixelCnnConfig.safeParse(config).success);
  const result = PixelCnnConfig.safeParse({ ...config, kernel: 4 });
  assertEquals(result.error?.issues.map(({ path, message }) => [path, message]), [[
    ["kernel"],
    "must be odd",
  ]]);
});
