import type { Manifest } from "../core/bundle/mod.ts";
import type * as z from "zod";
import { Problem } from "./http/problem.ts";
import type { ModelCard } from "./schemas/model.ts";

/** What the routes know about a model; its work is done elsewhere. */
export interface ServedModel {
  readonly manifest: Manifest;
  /** A hash of the bundle. */
  readonly version: string;
  /** `[size, dim]`. */
  readonly codebook: Float32Array;
}

/** The model with this id, or the default one. @throws {Problem} 404 if there is none. */
export function findModel(
  { models, defaultModel }: { models: readonly ServedModel[]; defaultModel: string },
  id: string | undefined,
): ServedModel {
  const wanted = id ?? defaultModel;
  const found = models.find(({ manifest }) => manifest.id === wanted);
  if (found !== undefined) return found;
  throw new Problem(404, `Cannot find model "${wanted.slice(0, 64)}"`, {
    errors: [{ path: "model", message: "Unknown model" }],
  });
}

/** The API's description of a model. */
export function modelCard({ manifest, version }: ServedModel): z.output<typeof ModelCard> {
  const { id, title, image, grid, codebook, classes, metrics, files } = manifest;
  const { prior } = manifest.models;
  return { id, title, image, grid, codebook, classes, prior, metrics, files, version };
}
