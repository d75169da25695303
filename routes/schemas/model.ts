import * as z from "zod";
import { Manifest } from "../../core/bundle/mod.ts";

const { id, title, image, grid, codebook, classes, metrics, files } = Manifest.shape;

/** What the API tells about a model: its manifest's own words, and the version. */
export const ModelCard = z.object({
  id,
  title,
  image,
  grid: grid.meta({ description: "Rows and columns of the codes of one image." }),
  codebook,
  classes: classes.meta({ description: "Names of the classes; empty if the model has none." }),
  prior: z.object({
    kind: z.string().max(64),
    config: z.record(z.string(), z.unknown()),
  }),
  metrics: metrics.meta({ description: "What the model reached, with data set and split." }),
  files: files.meta({ description: "Size and SHA-256 of each file under /models/{id}/." }),
  version: z.string().max(128).meta({ description: "A hash of the bundle." }),
}).meta({ id: "Model" });

/** `GET /models`. */
export const ModelList = z.object({
  default: id,
  models: z.array(ModelCard).max(1000),
}).meta({ id: "ModelList" });

/** The model's id; the default model where it is left out. */
export const ModelId = z.string().min(1).max(64).meta({
  description: "Id of the model; the server's default model where it is left out.",
});
