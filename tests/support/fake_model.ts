import type { Manifest } from "../../core/bundle/mod.ts";
import type { Model } from "../../generation/model.ts";
import { uniform } from "../../core/random/threefry.ts";

const GRID = { height: 2, width: 3 };
const CODEBOOK = { size: 5, dim: 2 };
const IMAGE = { height: 4, width: 6, channels: 3 as const };

/** The manifest of {@link fakeModel}: 2 x 3 codes of 5, pictures of 4 x 6 pixels, two classes. */
export function fakeManifest(
  id: string,
  classes = ["round", "square"],
): Manifest & { codebook: typeof CODEBOOK } {
  const entry = { bytes: 4, sha256: "0".repeat(64) };
  return {
    formatVersion: 2,
    id,
    title: `Fake ${id}`,
    image: IMAGE,
    space: { kind: "codes", ...GRID, size: CODEBOOK.size },
    draws: "in order",
    grid: GRID,
    codebook: CODEBOOK,
    classes,
    models: {
      codec: { kind: "squares", config: {} },
      prior: { kind: "seeds", config: { layers: 1 } },
    },
    metrics: { mse: { value: 0.5, dataset: "none", split: "test" } },
    seed: 1,
    data: { name: "none", licence: "CC0", source: "made up" },
    training: { steps: { prior: 1 }, seconds: 1, adapter: "none" },
    files: { "weights.safetensors": entry, "codebook.safetensors": entry, "notes.md": entry },
  };
}

/** A model that draws codes from the seed alone and paints each code as a 2 x 2 square. */
export function fakeModel(manifest: Manifest): Model {
  const codebook = Float32Array.from({ length: CODEBOOK.size * CODEBOOK.dim }, (_, i) => i / 4);
  const model: Model = {
    manifest,
    version: "ab".repeat(32),
    codebook,
    abilities: { encodes: true, finds: true, draws: "in order" },
    nearest: (vectors) => nearest(codebook, vectors),
    encode: (pixels) => {
      return Uint32Array.from({ length: 6 }, (_, p) => {
        const at = Math.floor(p / GRID.width) * 2 * IMAGE.width + (p % GRID.width) * 2;
        return Math.round(pixels[at] * (CODEBOOK.size - 1));
      });
    },
    decode: (codes) => {
      return Float32Array.from({ length: 3 * IMAGE.height * IMAGE.width }, (_, i) => {
        const h = Math.floor(i / IMAGE.width) % IMAGE.height, w = i % IMAGE.width;
        return codes[(h >> 1) * GRID.width + (w >> 1)] / (CODEBOOK.size - 1);
      });
    },
    sample: ({ seed, class: label = 0, temperature, kept, onRow }) => {
      const codes = Uint32Array.from({ length: 6 }, (_, p) => {
        const drawn = temperature === 0 ? 0 : Math.floor(uniform(seed, label, p) * CODEBOOK.size);
        return kept?.[p] ?? drawn;
      });
      for (let row = 0; row < GRID.height; row++) {
        onRow?.(row, codes.slice(row * GRID.width, (row + 1) * GRID.width));
      }
      const logLikelihood = -6 * Math.log(CODEBOOK.size);
      return { codes, logLikelihood, ...(manifest.classes.length > 0 ? { class: label } : {}) };
    },
    decodeAll: (grids) => grids.map((codes) => model.decode(codes)),
    sampleAll: (requests) => requests.map((request) => model.sample(request)),
    logLikelihood: () => -6 * Math.log(CODEBOOK.size),
    codeLogLikelihoods: () => new Float64Array(6).fill(-Math.log(CODEBOOK.size)),
  };
  return model;
}

function nearest(codebook: Float32Array, vectors: Float32Array) {
  const count = vectors.length / CODEBOOK.dim;
  const indices = new Uint32Array(count), distances = new Float32Array(count).fill(Infinity);
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < CODEBOOK.size; k++) {
      const dx = vectors[2 * i] - codebook[2 * k], dy = vectors[2 * i + 1] - codebook[2 * k + 1];
      const distance = dx * dx + dy * dy;
      if (distance < distances[i]) [indices[i], distances[i]] = [k, distance];
    }
  }
  return { indices, distances };
}
