import { classIndex } from "../generation/class_label.ts";
import { base64 } from "./base64.ts";
import { type Cost, drawCost } from "./cost.ts";
import type { AppDeps } from "./deps.ts";
import { flatGrid, gridOf } from "./grid_rows.ts";
import { outOfRange, Problem } from "./http/problem.ts";
import type { Drawn, DrawSettings, DrawTask } from "./inference.ts";
import { MAX_CODES_A_TASK, MAX_IMAGES_A_TASK } from "./limits.ts";
import { requirePictureSize } from "./picture_size.ts";
import type { GeneratedImage, GenerateSettings } from "./schemas/generate.ts";
import { codeSpaceOf, findModel, type ServedModel } from "./served_model.ts";
import type * as z from "zod";

/** A request to generate images, checked against its model. */
export interface Generation {
  readonly served: ServedModel;
  readonly images: number;
  readonly scale: number;
  /** Of all images. */
  readonly cost: Cost;
  /** Of image 0. */
  readonly seed: number;
  /** Whether the request set the seed, so that it determines the reply. */
  readonly seeded: boolean;
  /** Whether the request named the model's version. */
  readonly versioned: boolean;
  /** Settings common to all images. */
  readonly shared: Omit<DrawSettings, "seed">;
}

/** @throws {Problem} 404 for an unknown model or version, 422 for values the model does not allow. */
export function planGeneration(deps: AppDeps, settings: GenerateSettings): Generation {
  const served = findModel(deps, settings.model);
  const { manifest, version } = served;
  if (settings.version !== undefined && settings.version !== version) {
    throw new Problem(404, `Cannot find this version of model "${manifest.id}"`, {
      errors: [{ path: "version", message: "It is not the version that is served" }],
    });
  }
  const { n: images, scale, temperature, top_k: topK, top_p: topP, guidance, codes } = settings;
  const { size } = requireDrawable(served);
  requirePictureSize(served, images, scale);
  if (topK !== undefined && topK > size) {
    throw outOfRange("top_k", `it must be at most the codebook's size ${size}`);
  }
  const label = settings.class === undefined ? undefined : requireClass(served, settings.class);
  const kept = codes && flatGrid(codes, served, "codes");
  return {
    served,
    images,
    scale,
    cost: drawCost(served, { images, guidance, scale }),
    seed: settings.seed ?? deps.randomSeed(),
    seeded: settings.seed !== undefined,
    versioned: settings.version !== undefined,
    shared: { class: label, temperature, topK, topP, guidance, kept },
  };
}

/** The space that a model draws codes in. @throws {Problem} 422 if it makes no new pictures. */
function requireDrawable(served: ServedModel) {
  if (served.abilities.draws !== null) return codeSpaceOf(served, "model");
  throw outOfRange("model", `"${served.manifest.id}" makes no new pictures: it has no prior`);
}

/** @throws {Problem} 422 if the model has no such class. */
function requireClass({ manifest }: ServedModel, label: number | string): number {
  const { classes } = manifest;
  if (classes.length === 0) throw outOfRange("class", "this model has no classes");
  const index = classIndex(label, classes);
  if (index !== undefined) return index;
  throw outOfRange("class", `it must be a class's name, or an index below ${classes.length}`);
}

/** The seed of image `k`. */
export function seedOf({ seed }: Generation, k: number): number {
  return (seed + k) >>> 0;
}

/** The task that draws image `k` alone. */
export function drawTask(plan: Generation, k: number, reply: DrawTask["reply"]): DrawTask {
  return drawTaskOf(plan, [k], reply);
}

/** The tasks that draw all images, a few images each. */
export function drawTasks(plan: Generation, reply: DrawTask["reply"]): DrawTask[] {
  const all = Array.from({ length: plan.images }, (_, k) => k);
  const fitting = Math.floor(MAX_CODES_A_TASK * plan.images / plan.cost.codes);
  const together = Math.min(Math.max(fitting, 1), MAX_IMAGES_A_TASK);
  const count = Math.ceil(plan.images / together);
  return Array.from({ length: count }, (_, task) => {
    const first = task * together;
    return drawTaskOf(plan, all.slice(first, first + together), reply);
  });
}

function drawTaskOf(
  plan: Generation,
  images: readonly number[],
  reply: DrawTask["reply"],
): DrawTask {
  const { served, scale, shared } = plan;
  const settings = images.map((k) => ({ ...shared, seed: seedOf(plan, k) }));
  return { kind: "draw", model: served.manifest.id, settings, reply, scale };
}

/** Image `k` as JSON, with its picture as a PNG. */
export function generatedImage(
  plan: Generation,
  k: number,
  { codes, logLikelihood, class: label, picture }: Drawn,
): z.output<typeof GeneratedImage> {
  return {
    seed: seedOf(plan, k),
    class: label,
    codes: gridOf(codes, plan.served.manifest.grid.width),
    log_likelihood: logLikelihood,
    b64_json: base64(picture),
  };
}
