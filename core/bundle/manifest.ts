import * as z from "zod";

export const MANIFEST_FILE = "manifest.json";
export const WEIGHTS_FILE = "weights.safetensors";
/** The weights packed with gzip, for pages: hosts send them as they are. A bundle may be without it. */
export const PACKED_WEIGHTS_FILE = "weights.safetensors.gz";
export const CODEBOOK_FILE = "codebook.safetensors";
/** The codebook once more, for programs that read JSON; a bundle may be without it. */
export const CODEBOOK_JSON_FILE = "codebook.json";

const MAX_FILES = 32;
const MAX_METRICS = 64;
const MAX_FILE_BYTES = 2 ** 30;

const Side = z.int().min(1).max(4096);
const Text = z.string().min(1).max(500);
const Key = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);
const Config = z.record(Key, z.json());

const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
  .refine((name) => name !== MANIFEST_FILE, { error: "a manifest cannot hold its own hash" });

/** Size and hash of a file. */
const FileEntry = z.strictObject({
  bytes: z.int().min(0).max(MAX_FILE_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** One number that the model reached. */
const Metric = z.strictObject({
  value: z.number(),
  unit: z.string().min(1).max(64).optional(),
  dataset: z.string().min(1).max(64),
  split: z.enum(["train", "validation", "test"]),
});

/** `manifest.json`: what a bundle is, how it came to be, and the hash of each of its files. */
export const Manifest = z.strictObject({
  formatVersion: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  title: z.string().min(1).max(200),
  image: z.strictObject({
    height: Side,
    width: Side,
    channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  }),
  /** Rows and columns of the codes of one image. */
  grid: z.strictObject({ height: Side, width: Side }),
  /** K entries of width D. */
  codebook: z.strictObject({ size: z.int().min(2).max(65536), dim: z.int().min(1).max(4096) }),
  /** Names of the classes; empty if the model has none. */
  classes: z.array(z.string().min(1).max(100)).max(1000)
    .refine((names) => new Set(names).size === names.length, { error: "must be unique" }),
  /** The models' settings, which the models check themselves. */
  models: z.strictObject({
    autoencoder: z.strictObject({ kind: z.literal("vq_vae"), config: Config }),
    prior: z.strictObject({ kind: z.literal("pixel_cnn"), config: Config }),
  }),
  metrics: z.record(Key, Metric)
    .refine((metrics) => Object.keys(metrics).length <= MAX_METRICS, {
      error: `must be at most ${MAX_METRICS}`,
    }),
  /** Of the training. */
  seed: z.int().min(0).max(2 ** 32 - 1),
  data: z.strictObject({ name: Text, licence: Text, source: Text }),
  training: z.strictObject({
    /** Steps of each stage. */
    steps: z.record(Key, z.int().min(0)),
    seconds: z.number().min(0),
    /** Name of the device. */
    adapter: Text,
    created: z.iso.datetime().optional(),
  }),
  /** Every file of the bundle but the manifest. */
  files: z.record(FileName, FileEntry)
    .refine((files) => WEIGHTS_FILE in files && CODEBOOK_FILE in files, {
      error: `must list ${WEIGHTS_FILE} and ${CODEBOOK_FILE}`,
    })
    .refine((files) => Object.keys(files).length <= MAX_FILES, {
      error: `must be at most ${MAX_FILES}`,
    }),
});

export type Manifest = z.infer<typeof Manifest>;

/** What a manifest tells beside its files. */
export type BundleDescription = Omit<Manifest, "formatVersion" | "files">;
