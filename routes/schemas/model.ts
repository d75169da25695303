import * as z from "zod";
import { ManifestSchema } from "../../core/bundle/mod.ts";

const { id, title, image, space, draws, grid, codebook, classes, metrics, files } =
  ManifestSchema.shape;

const EXAMPLE_FILE = { bytes: 2132, sha256: "cd".repeat(32) };
const EXAMPLE_MODEL = {
  id: "mnist",
  title: "MNIST digits",
  image: { height: 28, width: 28, channels: 1 },
  space: { kind: "codes", height: 7, width: 7, size: 32 },
  draws: "in order",
  grid: { height: 7, width: 7 },
  codebook: { size: 32, dim: 16 },
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  prior: { kind: "my_prior", config: { layers: 8 } },
  metrics: { mse: { value: 0.007, dataset: "mnist", split: "test" } },
  files: { "weights.safetensors": EXAMPLE_FILE, "codebook.safetensors": EXAMPLE_FILE },
  version: "ab".repeat(32),
};

/** A model as described by the API: fields of its manifest, and the version. */
export const ModelCard = z.object({
  id,
  title,
  image,
  space: space.meta({
    description: "What pictures are encoded to and drawn in: codes below a size, or latents.",
  }),
  draws: draws.meta({
    description: "How new pictures come about; null where the model makes none.",
  }),
  grid: grid.meta({ description: "Rows and columns of the codes or latents of one image." }),
  codebook: codebook.unwrap().nullable().meta({
    description: "Number and width of the entries; null where codes stand for none.",
  }),
  classes: classes.meta({ description: "Names of the classes; empty if the model has none." }),
  prior: z.object({ kind: z.string().max(64), config: z.unknown() }).nullable().meta({
    description: "What draws, in words; null where nothing was trained to.",
  }),
  metrics: metrics.meta({ description: "Metrics, each with data set and split." }),
  files: files.meta({ description: "Size and SHA-256 of each file under /models/{id}/." }),
  version: z.string().max(128).meta({ description: "A hash of the bundle." }),
}).meta({ id: "Model", examples: [EXAMPLE_MODEL] });

/** `GET /models`. */
export const ModelList = z.object({
  default: id,
  models: z.array(ModelCard).max(1000),
}).meta({ id: "ModelList", examples: [{ default: "mnist", models: [EXAMPLE_MODEL] }] });

/** The model's id in a path. */
export const ModelPath = z.string().min(1).max(64).meta({
  description: "Id of the model.",
  examples: ["mnist"],
});

/** The model's id; optional, for the default model. */
export const ModelId = z.string().min(1).max(64).meta({
  description: "Id of the model; default: the server's default model.",
  examples: ["mnist"],
});

/** A file's name in a path. */
export const FileName = z.string().min(1).max(64).meta({
  description: "Name of the file.",
  examples: ["manifest.json"],
});

/** The parameters of a file of a bundle. */
export const FileQuery = z.object({
  version: z.string().min(1).max(128).optional().meta({
    description: "The model's version; 404 if another version is served.",
  }),
});
