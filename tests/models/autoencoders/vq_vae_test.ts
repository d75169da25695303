import { assert, assertAlmostEquals, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import {
  embedding,
  evaluate,
  Graph,
  mul,
  reduceSum,
  reshape,
  type Tensor,
  type Values,
} from "../../../core/graph/mod.ts";
import { Random } from "../../../core/random/random.ts";
import { differentiate } from "../../../core/graph/differentiate.ts";
import { codebookEntries } from "../../../models/quantisers/vq_codebook.ts";
import {
  straightThrough,
  vqVaeCodes,
  vqVaeDecode,
  vqVaeEncode,
  type VqVaeLoss,
  vqVaeLoss,
} from "../../../models/autoencoders/vq_vae.ts";
import type { VqVaeModel } from "../../../models/autoencoders/vq_vae_config.ts";
import { randomF32 } from "../../support/tensors.ts";
import { initialise, TINY, TINY_EMA } from "../../support/vq_vae.ts";

const PEERS: VqVaeModel = {
  imageShape: { channels: 1, height: 28, width: 28 },
  channels: 64,
  residualChannels: 32,
  encoderResidualBlocks: 2,
  decoderResidualBlocks: 2,
  downsamplings: 2,
  embeddingDim: 64,
  codebookSize: 128,
  beta: 0.25,
  codebook: { update: "loss" },
  normaliseCodes: false,
};

interface Step extends VqVaeLoss {
  graph: Graph;
  feeds: Map<string, Values>;
  pixels: Tensor;
}

function trainingStep(config: VqVaeModel, n = 2): Step {
  const graph = new Graph();
  const { channels, height, width } = config.imageShape;
  const pixels = graph.input("pixels", [n, channels, height, width]);
  const parts = vqVaeLoss(graph, config, pixels);
  const random = new Random(1);
  const feeds = initialise(graph, random);
  // Latents spread wide enough that not all fall to one entry.
  const { embeddingDim: d, codebookSize: k } = config;
  feeds.set("encoder.conv_out.weight", randomF32(random, [d, config.channels, 1, 1], -3, 3).values);
  feeds.set("codebook.entries", randomF32(random, [k, d], -0.3, 0.3).values);
  feeds.set("pixels", randomF32(random, pixels.shape, 0, 1).values);
  return { graph, feeds, pixels, ...parts };
}

const largest = (values: Values) => Math.max(...values.map(Math.abs));

Deno.test("vqVaeLoss() of the reference workload has 235,201 parameters", () => {
  const { graph, codes } = trainingStep(PEERS);
  const sizes = [...graph.parameters.values()].map(({ tensor }) => tensor.size);
  assertEquals(sizes.reduce((sum, size) => sum + size), 235_201);
  assertEquals([codes.shape, codes.dtype], [[2, 7, 7], "u32"]);
});

Deno.test("vqVaeLoss() names its parameters by place", () => {
  assertEquals(
    [...trainingStep(TINY).graph.parameters.keys()],
    [
      "encoder.down_0",
      "encoder.down_1",
      "encoder.conv_in",
      "encoder.residual_0.conv_3x3",
      "encoder.residual_0.conv_1x1",
      "encoder.conv_out",
      "codebook",
      "decoder.conv_in",
      "decoder.residual_0.conv_3x3",
      "decoder.residual_0.conv_1x1",
      "decoder.up_0",
      "decoder.up_1",
    ].flatMap((place) =>
      place === "codebook" ? ["codebook.entries"] : [`${place}.weight`, `${place}.bias`]
    ),
  );
});

for (const downsamplings of [1, 2, 3] as const) {
  Deno.test(`vqVaeEncode() and vqVaeDecode() meet at a grid after ${downsamplings} halvings`, () => {
    const config = { ...TINY, downsamplings, imageShape: { channels: 3, height: 16, width: 8 } };
    const graph = new Graph();
    const pixels = graph.input("pixels", [2, 3, 16, 8]);
    const [gh, gw] = [16 / 2 ** downsamplings, 8 / 2 ** downsamplings];
    assertEquals(vqVaeEncode(graph, config, pixels).shape, [2 * gh * gw, 3]);
    const codes = vqVaeCodes(graph, config, pixels);
    assertEquals(codes.shape, [2, gh, gw]);
    assertEquals(vqVaeDecode(graph, config, codes).shape, [2, 3, 16, 8]);
  });
}

Deno.test("vqVaeEncode() lists the positions of an image in raster order", () => {
  const config = { ...TINY, encoderResidualBlocks: 0 };
  const graph = new Graph();
  const pixels = graph.input("pixels", [1, 1, 16, 8]);
  const latents = vqVaeEncode(graph, config, pixels);
  const feeds = initialise(graph, new Random(1));
  const encode = (at: number) => {
    const values = new Float32Array(16 * 8);
    values[at] = 1;
    return evaluate(graph, [latents], new Map(feeds).set("pixels", values))[0];
  };
  // A pixel in the last row and first column changes the row of grid position (3, 0), not that of (0, 1).
  const [none, corner] = [encode(4 * 8), encode(15 * 8)];
  assertNotEquals(corner.slice(6 * 3, 7 * 3), none.slice(6 * 3, 7 * 3));
  assertEquals(corner.slice(3, 6), encode(15 * 8 + 1).slice(3, 6));
});

Deno.test("vqVaeDecode() answers pixels in [0, 1]", () => {
  const graph = new Graph();
  const codes = graph.input("codes", [1, 2, 2], "u32");
  const pixels = vqVaeDecode(graph, TINY, codes);
  const feeds = initialise(graph, new Random(1)).set("codes", Uint32Array.of(0, 1, 2, 3));
  feeds.set("decoder.up_1.bias", Float32Array.of(0));
  feeds.set("decoder.up_1.weight", randomF32(new Random(2), [2, 1, 4, 4], -50, 50).values);
  const [values] = evaluate(graph, [pixels], feeds);
  assert(values.every((value) => value >= 0 && value <= 1));
  assert(values.includes(0) && values.includes(1));
});

Deno.test("vqVaeLoss() decodes exactly the entries, as serving does", () => {
  const random = new Random(1);
  const graph = new Graph();
  const [z, e] = [graph.input("z", [40, 8]), graph.input("e", [40, 8])];
  const feeds = new Map([
    ["z", randomF32(random, [40, 8], -100, 100).values],
    ["e", randomF32(random, [40, 8], -1e-3, 1e-3).values],
  ]);
  assertEquals(evaluate(graph, [straightThrough(z, e)], feeds)[0], feeds.get("e"));
});

Deno.test("straightThrough() gives dL/dz_e = dL/dz_q exactly and the entries nothing", () => {
  const random = new Random(1);
  const graph = new Graph();
  const [z, e] = [graph.input("z", [4, 3]), graph.input("e", [4, 3])];
  const quantised = straightThrough(z, e);
  const weights = graph.constant(randomF32(random, [4, 3]).values, [4, 3]);
  const loss = reduceSum(mul(mul(quantised, quantised), weights), { axes: [0, 1] });
  const gradients = differentiate(graph, loss, [quantised, z, e]);
  const feeds = new Map([
    ["z", randomF32(random, [4, 3]).values],
    ["e", randomF32(random, [4, 3]).values],
  ]);
  const [dQ, dZ, dE] = evaluate(graph, gradients, feeds);
  assertEquals(dZ, dQ);
  assertEquals(dE, new Float32Array(12));
  assert(largest(dQ) > 0);
});

for (const config of [TINY, TINY_EMA]) {
  const kind = config.codebook.update;

  Deno.test(`vqVaeLoss() with codebook by ${kind}: no reconstruction gradient reaches the codebook`, () => {
    const { graph, feeds, reconstruction } = trainingStep(config);
    const names = ["codebook.entries", "encoder.down_0.weight", "decoder.up_1.weight"];
    const wanted = names.map((name) => graph.parameters.get(name)!.tensor);
    const [entries, encoder, decoder] = evaluate(
      graph,
      differentiate(graph, reconstruction, wanted),
      feeds,
    );
    assertEquals(largest(entries), 0);
    assert(largest(encoder) > 0 && largest(decoder) > 0);
  });

  Deno.test(`vqVaeLoss() with codebook by ${kind} adds up its parts`, () => {
    const { graph, feeds, loss, reconstruction, codebook, commitment } = trainingStep(config);
    const parts = [loss, reconstruction, codebook, commitment];
    const [total, r, e, c] = evaluate(graph, parts, feeds).map(([value]) => value);
    assertAlmostEquals(total, r + 0.25 * c + (kind === "loss" ? e : 0), 1e-6);
    assertEquals(e, c); // the same squares, only the gradients differ
  });
}

/** z_e, e and the gradients of the loss less the reconstruction. */
function quantiserGradients() {
  const { graph, feeds, codes, commitment, codebook, pixels } = trainingStep(TINY);
  const latents = vqVaeEncode(graph, TINY, pixels);
  const entries = codebookEntries(graph, TINY);
  const chosen = embedding(entries, reshape(codes, [codes.size]));
  const z = latents;
  // The loss was built on its own encoder tensors: find them as inputs of the commitment's difference.
  const own =
    graph.tensors.find(({ op, inputs }) =>
      op.name === "sub" && inputs[1].op.name === "stop_gradient" &&
      inputs[1].inputs[0].op.name === "embedding"
    )!.inputs[0];
  const [dZ] = differentiate(graph, commitment, [own]);
  const [dE] = differentiate(graph, codebook, [entries]);
  const values = evaluate(graph, [z, chosen, codes, dZ, dE], feeds);
  return { z: values[0], e: values[1], codes: values[2], dZ: values[3], dE: values[4] };
}

// Products and quotients are rounded to f32 in another order than in the formula.
Deno.test("vqVaeLoss() pulls the encoder by 2 (z_e - e) / N before β", () => {
  const { z, e, dZ } = quantiserGradients();
  dZ.forEach((value, i) => assertAlmostEquals(value, 2 * (z[i] - e[i]) / z.length, 1e-7));
});

Deno.test("vqVaeLoss() pulls each entry by the sum of 2 (e - z_e) / N over its latents", () => {
  const { z, e, codes, dE } = quantiserGradients();
  const expected = new Float64Array(dE.length);
  z.forEach((value, i) => {
    expected[codes[Math.floor(i / 3)] * 3 + i % 3] += 2 * (e[i] - value) / z.length;
  });
  assertLess(1, new Set(codes).size);
  dE.forEach((value, i) => assertAlmostEquals(value, expected[i], 1e-7));
});

Deno.test("vqVaeLoss() puts β on the encoder's side", () => {
  const at = (beta: number) => {
    const { graph, feeds, loss } = trainingStep({ ...TINY, beta });
    const entries = graph.parameters.get("codebook.entries")!.tensor;
    return evaluate(graph, differentiate(graph, loss, [entries]), feeds)[0];
  };
  assertEquals(at(0), at(10));
});
