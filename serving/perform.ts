import {
  contactSheet,
  decodePngResized,
  encodePng,
  type Image,
  imageFromPixels,
  pixelsFromImage,
} from "../core/image/mod.ts";
import { AbsentError } from "../generation/abilities.ts";
import type { Model } from "../generation/model.ts";
import {
  type DecodeTask,
  type Drawn,
  type DrawTask,
  type ResultOf,
  type RowListener,
  type SheetTask,
  type Task,
} from "../routes/inference.ts";
import { refusedUpload, UPLOAD_LIMITS } from "../routes/upload.ts";
import type { Perform, Progress } from "./worker_messages.ts";

/** Runs tasks with these models, by id. */
export function performWith(models: ReadonlyMap<string, Model>): Perform {
  return async <T extends Task>(task: T, progress: Progress = {}) => {
    const model = models.get(task.model);
    if (model === undefined) {
      throw new RangeError(`Cannot do a task: expected an open model, got "${task.model}"`);
    }
    return await perform(model, task, progress) as ResultOf<T>;
  };
}

function perform(model: Model, task: Task, { onRow, turn }: Progress) {
  switch (task.kind) {
    case "draw":
      return draw(model, task, onRow);
    case "decode":
      return picture(model, decode(model, task.drawn), task);
    case "sheet":
      return sheet(model, task);
    case "encode":
      return encode(model, task.png, turn);
    case "nearest":
      return model.nearest(task.vectors);
  }
}

function draw(model: Model, task: DrawTask, onRow?: RowListener): Drawn[] {
  const samples = model.sampleAll(task.settings.map((settings) => ({ ...settings, onRow })));
  const decoded = model.decodeAll(samples.map(({ codes }) => codes));
  return samples.map((sample, i) => ({ ...sample, picture: picture(model, decoded[i], task) }));
}

function picture(
  model: Model,
  pixels: Float32Array,
  { reply, scale }: Pick<DecodeTask, "reply" | "scale">,
): Uint8Array {
  const image = imageFromPixels(pixels, model.manifest.image);
  return reply === "pixels" ? image.pixels : encodePng(image, { scale });
}

function sheet(model: Model, { images, scale }: SheetTask): Uint8Array {
  const { height, width, channels } = model.manifest.image;
  const placed = images.map((pixels): Image => ({ height, width, channels, pixels }));
  return encodePng(contactSheet(placed), { scale });
}

async function encode(
  model: Model,
  png: Uint8Array,
  turn: Progress["turn"],
): Promise<Uint32Array | Float32Array> {
  let image: Image;
  try {
    image = await decodePngResized(png, model.manifest.image, { ...UPLOAD_LIMITS, turn });
  } catch (error) {
    throw refusedUpload(error);
  }
  const pixels = pixelsFromImage(image);
  return model.latents ? model.latents.encode(pixels) : model.encode(pixels);
}

function decode(model: Model, drawn: DecodeTask["drawn"]): Float32Array {
  if (drawn instanceof Uint32Array) return model.decode(drawn);
  if (model.latents) return model.latents.decodeAll([drawn])[0];
  throw new AbsentError("decode latents", model.manifest.id, "a space of latents");
}
