import { type BundleDescription, type BundleParts, packBundle } from "../../../core/bundle/mod.ts";

export const DESCRIPTION: BundleDescription = {
  id: "tiny",
  title: "A tiny bundle",
  image: { height: 4, width: 4, channels: 1 },
  space: { kind: "codes", height: 2, width: 2, size: 3 },
  draws: "in order",
  grid: { height: 2, width: 2 },
  codebook: { size: 3, dim: 2 },
  classes: ["zero", "one"],
  models: {
    codec: { kind: "some_codec", config: { channels: 8, codebook: { update: "ema" } } },
    prior: { kind: "some_prior", config: { layers: 2, dropout: 0.1 } },
  },
  metrics: { mse: { value: 0.01, dataset: "procedural", split: "test" } },
  seed: 7,
  data: { name: "procedural", licence: "MIT", source: "built in" },
  training: { steps: { autoencoder: 10, prior: 20 }, seconds: 1.5, adapter: "none" },
};

export const PARTS: BundleParts = {
  description: DESCRIPTION,
  graphs: {
    decode: {
      tensors: [
        { op: "input", name: "codes", dtype: "u32", shape: ["n", 2, 2] },
        { op: "one_hot", inputs: [0], attributes: { depth: 3, axis: 1 } },
      ],
      outputs: { pixels: 1 },
    },
  },
  weights: new Map([
    ["conv.weight", { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ["conv.bias", { shape: [2], values: Float32Array.of(-1, 0.5) }],
  ]),
  codebook: Float32Array.of(0, 1, 2, 3, 4, 5),
  files: new Map([["README.md", new TextEncoder().encode("# Tiny\n")]]),
};

export type Files = Map<string, Uint8Array<ArrayBuffer>>;

export function packExample(): Promise<Files> {
  return packBundle(PARTS);
}

/** Reads from memory; a missing file rejects. */
export function reader(files: Files): (name: string) => Promise<Uint8Array> {
  return (name) => {
    const bytes = files.get(name);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new Error("No such file"));
  };
}
