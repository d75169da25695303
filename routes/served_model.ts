import type { Manifest } from "../core/bundle/mod.ts";
import type { Abilities } from "../generation/abilities.ts";
import type * as z from "zod";
import { outOfRange, Problem } from "./http/problem.ts";
import type { ModelCard } from "./schemas/model.ts";

/** What the routes know about a model; its work is done elsewhere. */
export interface ServedModel {
  readonly manifest: Manifest;
  /** A hash of the bundle. */
  readonly version: string;
  readonly abilities: Abilities;
  /** `[size, dim]`, where there is one. */
  readonly codebook?: Float32Array;
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

/** A model whose codes stand for the entries of a codebook. */
export interface CodebookModel extends ServedModel {
  readonly manifest: Manifest & { readonly codebook: NonNullable<Manifest["codebook"]> };
  readonly codebook: Float32Array;
}

/** The model with this id, or the default one. @throws {Problem} 404 if there is none, or it has no codebook. */
export function findCodebook(
  deps: Parameters<typeof findModel>[0],
  id: string | undefined,
): CodebookModel {
  const model = findModel(deps, id);
  if (hasCodebook(model)) return model;
  const { manifest } = model;
  const reason = manifest.space.kind === "latents"
    ? "its space holds latents"
    : "its codes stand for no vectors";
  throw new Problem(404, `Cannot find a codebook of model "${manifest.id}": ${reason}`, {
    errors: [{ path: "model", message: `It has no codebook: ${reason}` }],
  });
}

function hasCodebook(model: ServedModel): model is CodebookModel {
  return model.codebook !== undefined && model.manifest.codebook !== undefined;
}

/** The space of a model of codes. @param path The requested path. @throws {Problem} 422 if it holds latents. */
export function codeSpaceOf({ manifest: { space } }: Pick<ServedModel, "manifest">, path: string) {
  if (space.kind === "codes") return space;
  throw outOfRange(path, "the space of this model holds latents");
}

/** The API's description of a model. */
export function modelCard({ manifest, version }: ServedModel): z.output<typeof ModelCard> {
  const { id, title, image, space, draws, grid, classes, metrics, files } = manifest;
  const { codebook = null, models: { prior = null } } = manifest;
  return {
    ...{ id, title, image, space, draws, grid, codebook, classes },
    prior: prior && { kind: prior.kind, config: prior.config },
    ...{ metrics, files, version },
  };
}
