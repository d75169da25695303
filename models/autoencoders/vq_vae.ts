import {
  add,
  clampToUnit,
  embedding,
  type Graph,
  mean,
  reduceSum,
  relu,
  reshape,
  scale,
  square,
  stopGradient,
  sub,
  type Tensor,
  transpose,
} from "../../core/graph/mod.ts";
import { convLayer, convTransposeLayer, residualBlock, Scope } from "../layers.ts";
import { codebookEntries, unitRows, updateCodebook, vqNearest } from "../quantisers/vq_codebook.ts";
import type { Codec, CodecModel, ImageShape } from "../contract.ts";
import type { Port } from "../ports.ts";
import { gridShape, VqVaeConfig, type VqVaeModel } from "./vq_vae_config.ts";

// z_e = encoder(x), code = argmin_k ‖z_e - e_k‖, z_q = e_code, x̂ = decoder(z_q)
// Source: van den Oord et al. 2017, https://arxiv.org/abs/1711.00937

/**
 * Latents of images, one row for each position of the grid in raster order.
 * @param pixels `[n, c, h, w]` in [0, 1]. @returns `[n * gh * gw, d]`.
 */
export function vqVaeEncode(graph: Graph, config: VqVaeModel, pixels: Tensor): Tensor {
  const scope = new Scope(graph, "encoder");
  let x = pixels;
  for (let i = 0; i < config.downsamplings; i++) {
    const channels = i === 0 ? outerChannels(config) : config.channels;
    x = relu(convLayer(scope.child(`down_${i}`), x, { channels, ...HALF }));
  }
  if (config.encoderResidualBlocks > 0) {
    x = convLayer(scope.child("conv_in"), x, { channels: config.channels, ...SAME });
    x = residualStack(scope, x, { ...config, blocks: config.encoderResidualBlocks });
  }
  x = convLayer(scope.child("conv_out"), x, { channels: config.embeddingDim, kernel: [1, 1] });
  const rows = reshape(transpose(x, [0, 2, 3, 1]), [
    x.size / config.embeddingDim,
    config.embeddingDim,
  ]);
  return config.normaliseCodes ? unitRows(rows) : rows;
}

/** Codes of images. @param pixels `[n, c, h, w]` in [0, 1]. @returns `[n, gh, gw]` u32. */
export function vqVaeCodes(graph: Graph, config: VqVaeModel, pixels: Tensor): Tensor {
  const codes = vqNearest(vqVaeEncode(graph, config, pixels), codebookEntries(graph, config));
  const { height, width } = gridShape(config);
  return reshape(codes, [pixels.shape[0], height, width]);
}

/** Images of codes. @param codes `[n, gh, gw]` u32. @returns pixels `[n, c, h, w]` in [0, 1]. */
export function vqVaeDecode(graph: Graph, config: VqVaeModel, codes: Tensor): Tensor {
  const latents = embedding(codebookEntries(graph, config), reshape(codes, [codes.size]));
  return clampToUnit(vqVaeReconstruct(graph, config, latents));
}

/**
 * The decoder alone, as trained: its values may leave [0, 1].
 * @param latents `[n * gh * gw, d]`. @returns `[n, c, h, w]`.
 */
export function vqVaeReconstruct(graph: Graph, config: VqVaeModel, latents: Tensor): Tensor {
  const scope = new Scope(graph, "decoder");
  const { height, width } = gridShape(config);
  const grid = reshape(latents, [
    latents.size / (height * width * config.embeddingDim),
    height,
    width,
    config.embeddingDim,
  ]);
  let x = convLayer(scope.child("conv_in"), transpose(grid, [0, 3, 1, 2]), {
    channels: config.channels,
    ...SAME,
  });
  x = residualStack(scope, x, { ...config, blocks: config.decoderResidualBlocks });
  for (let i = 0; i < config.downsamplings; i++) {
    const last = i === config.downsamplings - 1;
    const inner = i === config.downsamplings - 2 ? outerChannels(config) : config.channels;
    const channels = last ? config.imageShape.channels : inner;
    x = convTransposeLayer(scope.child(`up_${i}`), x, { channels, ...HALF });
    if (!last) x = relu(x);
  }
  return x;
}

/** Parts of the training loss, each one f32, and what the step saw. */
export interface VqVaeLoss {
  /** Reconstruction + β commitment (+ codebook, unless a moving average). */
  readonly loss: Tensor;
  /** Mean square error per pixel value. */
  readonly reconstruction: Tensor;
  /** Mean of (sg[z_e] - e)^2. */
  readonly codebook: Tensor;
  /** Mean of (z_e - sg[e])^2, before β. */
  readonly commitment: Tensor;
  /** `[n, gh, gw]` u32. */
  readonly codes: Tensor;
  /** `restart` of {@link updateCodebook}, where it restarts entries. */
  readonly ports: readonly Port[];
}

/**
 * The training step: loss and, for a moving-average codebook, its assignments.
 * @param pixels `[n, c, h, w]` in [0, 1].
 */
export function vqVaeLoss(graph: Graph, config: VqVaeModel, pixels: Tensor): VqVaeLoss {
  const latents = vqVaeEncode(graph, config, pixels);
  const entries = codebookEntries(graph, config);
  const codes = vqNearest(latents, entries);
  const quantised = embedding(entries, codes);
  const reconstructed = vqVaeReconstruct(graph, config, straightThrough(latents, quantised));
  const reconstruction = mean(square(sub(reconstructed, pixels)));
  const commitment = mean(square(sub(latents, stopGradient(quantised))));
  const codebook = mean(square(sub(stopGradient(latents), quantised)));
  const encoderLoss = add(reconstruction, scale(commitment, { factor: config.beta }));
  const ports = updateCodebook(graph, config, { latents, codes });
  const { height, width } = gridShape(config);
  return {
    loss: config.codebook.update === "ema" ? encoderLoss : add(encoderLoss, codebook),
    reconstruction,
    codebook,
    commitment,
    codes: reshape(codes, [pixels.shape[0], height, width]),
    ports,
  };
}

/** The value of `quantised`, exactly, with the gradient going to `latents`. */
export function straightThrough(latents: Tensor, quantised: Tensor): Tensor {
  return add(stopGradient(quantised), sub(latents, stopGradient(latents)));
}

const SAME = { kernel: [3, 3], pad: [1, 1, 1, 1] } as const;
const HALF = { kernel: [4, 4], stride: [2, 2], pad: [1, 1, 1, 1] } as const;

function outerChannels({ channels, downsamplings }: VqVaeModel): number {
  return downsamplings === 1 ? channels : channels / 2;
}

function residualStack(
  scope: Scope,
  x: Tensor,
  { blocks, residualChannels }: { blocks: number; residualChannels: number },
): Tensor {
  for (let i = 0; i < blocks; i++) {
    x = residualBlock(scope.child(`residual_${i}`), x, { channels: residualChannels });
  }
  return x;
}

/** Side that {@link vqVae} brings the grid of codes near to. */
const GRID_SIDE = 8;
const MAX_HALVINGS = 3;

/** The VQ-VAE as a codec. */
export const vqVae: Codec<VqVaeConfig> = {
  kind: "vq_vae",
  config: VqVaeConfig,
  quick: {
    steps: 800,
    narrow: (config) => ({ ...config, channels: 32, residualChannels: 16, codebookSize: 64 }),
  },
  space({ downsamplings, codebookSize }, { height, width }) {
    const side = 2 ** downsamplings;
    if (height % side !== 0 || width % side !== 0) {
      throw new RangeError(
        `Cannot halve images ${downsamplings} times: expected sides that are multiples of ${side}, ` +
          `got [${height}, ${width}]`,
      );
    }
    return { kind: "codes", height: height / side, width: width / side, size: codebookSize };
  },
  fit: (config, image) => ({ ...config, downsamplings: halvings(image) }),
  loss(graph, model, pixels) {
    const { loss, reconstruction, commitment, ports } = vqVaeLoss(graph, modelOf(model), pixels);
    return {
      loss,
      metrics: new Map([["reconstruction", reconstruction], ["commitment", commitment]]),
      ports,
    };
  },
  encode: (graph, model, pixels) => vqVaeCodes(graph, modelOf(model), pixels),
  decode: (graph, model, codes) => vqVaeDecode(graph, modelOf(model), codes),
  nearest(graph, model, vectors) {
    const config = modelOf(model);
    const latents = config.normaliseCodes ? unitRows(vectors) : vectors;
    const entries = codebookEntries(graph, config);
    const codes = vqNearest(latents, entries);
    const distances = reduceSum(square(sub(latents, embedding(entries, codes))), { axes: [1] });
    return { codes, distances };
  },
};

function modelOf({ config, image }: CodecModel<VqVaeConfig>): VqVaeModel {
  return { imageShape: image, ...config };
}

/** The number of halvings that brings the shorter side nearest to {@link GRID_SIDE}. */
function halvings({ height, width }: ImageShape): number {
  const best = Math.round(Math.log2(Math.min(height, width) / GRID_SIDE));
  for (let n = Math.max(1, Math.min(MAX_HALVINGS, best)); n >= 1; n--) {
    if (height % 2 ** n === 0 && width % 2 ** n === 0) return n;
  }
  throw new RangeError(`Cannot halve images: expected even sides, got [${height}, ${width}]`);
}
