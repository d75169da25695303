import {
  contactSheet,
  decodePngResized,
  encodePng,
  type Image,
  imageFromPixels,
  pixelsFromImage,
  PngError,
} from "../core/image/mod.ts";
import type { Model } from "../core/sampling/model.ts";
import { MAX_PNG_BYTES, MAX_PNG_SIDE } from "../routes/limits.ts";
import {
  type DecodeTask,
  type Drawn,
  type DrawTask,
  RefusedInputError,
  type ResultOf,
  type RowListener,
  type SheetTask,
  type Task,
} from "../routes/inference.ts";
import type { Perform } from "./worker_messages.ts";

/** Does tasks with these models, by their id. */
export function performWith(models: ReadonlyMap<string, Model>): Perform {
  return async <T extends Task>(task: T, onRow?: RowListener) => {
    const model = models.get(task.model);
    if (model === undefined) {
      throw new RangeError(`Cannot do a task as its model must be open: "${task.model}"`);
    }
    return await perform(model, task, onRow) as ResultOf<T>;
  };
}

function perform(model: Model, task: Task, onRow?: RowListener) {
  switch (task.kind) {
    case "draw":
      return draw(model, task, onRow);
    case "decode":
      return picture(model, model.decode(task.codes), task);
    case "sheet":
      return sheet(model, task);
    case "encode":
      return encode(model, task.png);
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

async function encode(model: Model, png: Uint8Array): Promise<Uint32Array> {
  return model.encode(pixelsFromImage(await readPng(png, model.manifest.image)));
}

async function readPng(bytes: Uint8Array, shape: Omit<Image, "pixels">): Promise<Image> {
  try {
    return await decodePngResized(bytes, shape, {
      maxBytes: MAX_PNG_BYTES,
      maxWidth: MAX_PNG_SIDE,
      maxHeight: MAX_PNG_SIDE,
    });
  } catch (error) {
    if (!(error instanceof PngError)) throw error;
    throw new RefusedInputError(
      error.message,
      error.code === "too_large" ? "too_large" : "malformed",
    );
  }
}
