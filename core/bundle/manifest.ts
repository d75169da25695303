/** Name of the file that lists the others. */
export const MANIFEST_FILE = "manifest.json";
/** The graphs of the model: what runs it. */
export const GRAPHS_FILE = "graphs.json";
export const WEIGHTS_FILE = "weights.safetensors";
/** The weights packed with gzip, for pages: hosts send them as they are. A bundle may be without it. */
export const PACKED_WEIGHTS_FILE = "weights.safetensors.gz";
export const CODEBOOK_FILE = "codebook.safetensors";
/** The codebook once more, for programs that read JSON; a bundle may be without it. */
export const CODEBOOK_JSON_FILE = "codebook.json";
/** The longest `graphs.json` that is read. */
export const MAX_GRAPHS_BYTES = 4 * 2 ** 20;

/** One number that a model reached. */
export interface Metric {
  /** In its unit. */
  readonly value: number;
  /** Missing where it is a share or a count. */
  readonly unit?: string;
  /** Name of the data set. */
  readonly dataset: string;
  /** The part of the data set that was measured on. */
  readonly split: "train" | "validation" | "test";
}

/** A model in words for people: what made it, and how. Nothing that serves reads it. */
export interface ModelWords {
  /** Name of its kind. */
  readonly kind: string;
  /** Settings, as JSON. */
  readonly config: JsonValue;
}

/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | {
  [key: string]: JsonValue;
};

/** What a model maps images to and draws in: grids of codes below `size`, which is K, or continuous latents. */
export type ManifestSpace =
  | {
    readonly kind: "codes";
    readonly height: number;
    readonly width: number;
    readonly size: number;
  }
  | {
    readonly kind: "latents";
    readonly height: number;
    readonly width: number;
    readonly channels: number;
  };

/** `manifest.json`: what a bundle is, how it came to be, and the hash of each of its files. */
export interface Manifest {
  /** Of the format. */
  readonly formatVersion: 2;
  /** Name of its folder: a-z, 0-9, `-` and `_`. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Shape of an image. */
  readonly image: {
    readonly height: number;
    readonly width: number;
    readonly channels: 1 | 3 | 4;
  };
  /** What it maps images to and draws in. */
  readonly space: ManifestSpace;
  /** How new images come about; null where the model makes none, as an autoencoder alone. */
  readonly draws: "in order" | "at once" | "by denoising" | null;
  /** Rows and columns of the space. */
  readonly grid: { readonly height: number; readonly width: number };
  /** K entries of width D, where the codes stand for such. */
  readonly codebook?: { readonly size: number; readonly dim: number };
  /** Names of the classes; empty if the model has none. */
  readonly classes: string[];
  /** Its models, in words for people. */
  readonly models: { readonly codec: ModelWords; readonly prior?: ModelWords };
  /** What was measured, by name. */
  readonly metrics: Record<string, Metric>;
  /** Of the training. */
  readonly seed: number;
  /** The pictures it was trained on. */
  readonly data: { readonly name: string; readonly licence: string; readonly source: string };
  /** How it was trained. */
  readonly training: {
    /** Steps of each stage. */
    readonly steps: Record<string, number>;
    readonly seconds: number;
    /** Name of the device. */
    readonly adapter: string;
    /** ISO date. */
    readonly created?: string;
  };
  /** Every file of the bundle but the manifest. */
  readonly files: Record<string, { readonly bytes: number; readonly sha256: string }>;
}

/** What a manifest states besides its files. */
export type BundleDescription = Omit<Manifest, "formatVersion" | "files">;
