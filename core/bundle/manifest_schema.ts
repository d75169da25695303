import * as z from "zod";
import {
  CODEBOOK_FILE,
  GRAPHS_FILE,
  type Manifest,
  MANIFEST_FILE,
  MAX_GRAPHS_BYTES,
  WEIGHTS_FILE,
} from "./manifest.ts";

const MAX_FILES = 32;
const MAX_METRICS = 64;
const MAX_FILE_BYTES = 2 ** 30;

const Side = z.int().min(1).max(4096);
const Text = z.string().min(1).max(500);
const Key = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);

/** A model in words for people: what made it, and how. Nothing that serves reads it. */
const ModelWords = z.strictObject({ kind: z.string().min(1).max(64), config: z.json() });

/** What a codec maps images to, and what a prior draws. */
const Space = z.discriminatedUnion("kind", [
  /** Grids of codes below `size`, which is K. */
  z.strictObject({
    kind: z.literal("codes"),
    height: Side,
    width: Side,
    size: z.int().min(2).max(65536),
  }),
  /** Continuous latents. */
  z.strictObject({ kind: z.literal("latents"), height: Side, width: Side, channels: Side }),
]);

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

/** Bounds of a {@link Manifest}. */
export const ManifestSchema = z.strictObject({
  formatVersion: z.literal(2),
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  title: z.string().min(1).max(200),
  image: z.strictObject({
    height: Side,
    width: Side,
    channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
  }),
  space: Space,
  /** How new images come about; null where the model makes none, as an autoencoder alone. */
  draws: z.enum(["in order", "at once", "by denoising"]).nullable(),
  /** Rows and columns of the space. */
  grid: z.strictObject({ height: Side, width: Side }),
  /** K entries of width D, where the codes stand for such. */
  codebook: z.strictObject({ size: z.int().min(2).max(65536), dim: z.int().min(1).max(4096) })
    .optional(),
  /** Names of the classes; empty if the model has none. */
  classes: z.array(z.string().min(1).max(100)).max(1000)
    .refine((names) => new Set(names).size === names.length, { error: "must be unique" }),
  models: z.strictObject({ codec: ModelWords, prior: ModelWords.optional() }),
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
    .refine((files) => WEIGHTS_FILE in files && GRAPHS_FILE in files, {
      error: `must list ${WEIGHTS_FILE} and ${GRAPHS_FILE}`,
    })
    .refine((files) => (files[GRAPHS_FILE]?.bytes ?? 0) <= MAX_GRAPHS_BYTES, {
      path: [GRAPHS_FILE, "bytes"],
      error: `must be at most ${MAX_GRAPHS_BYTES}`,
    })
    .refine((files) => Object.keys(files).length <= MAX_FILES, {
      error: `must be at most ${MAX_FILES}`,
    }),
})
  .refine(({ grid, space }) => grid.height === space.height && grid.width === space.width, {
    path: ["grid"],
    error: "must be that of the space",
  })
  .refine(({ codebook, space }) => !codebook || codebook.size === sizeOf(space), {
    path: ["codebook"],
    error: "must have the size of a space of codes",
  })
  .refine(({ codebook, files }) => !codebook === !(CODEBOOK_FILE in files), {
    path: ["files"],
    error: `must list ${CODEBOOK_FILE} where there is a codebook, and nowhere else`,
  })
  .refine(({ draws, space }) => draws !== "in order" || space.kind === "codes", {
    path: ["draws"],
    error: "must not be in order, which takes codes",
  });

function sizeOf(space: Manifest["space"]): number | undefined {
  return space.kind === "codes" ? space.size : undefined;
}
