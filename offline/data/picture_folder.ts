import { createHash } from "node:crypto";
import { convertChannels, type Image, WHITE } from "../../core/image/mod.ts";
import type { Colour } from "../../core/image/mod.ts";
import { DataError, reasonOf } from "./data_error.ts";
import { type Dataset, type Labels, pixelSplit, type Split } from "../../training/data/dataset.ts";
import { listPictures, type PictureFile } from "./picture_files.ts";
import type { DataProgress } from "./progress.ts";
import { type PictureShape, readPicture } from "./read_picture.ts";
import { type Part, splitByContent } from "./split_by_content.ts";

/** How a folder of pictures becomes a data set. */
export interface PictureFolderOptions {
  /** Height and width of the model's images. Default 32. */
  readonly size?: number;
  /** Default: 1 if every picture is grey, otherwise 3. */
  readonly channels?: 1 | 3;
  /** What shows through transparent pixels. Default white. */
  readonly background?: Colour;
  readonly log?: (line: string) => void;
  readonly progress?: (progress: DataProgress) => void;
}

/** A picture as the model will see it. Grey ones repeat their one channel. */
interface Picture {
  readonly rgb: Image;
  readonly label: number;
  readonly hash: string;
}

const MIN_PICTURES = 10;
const BAD_FILES_NAMED = 5;

/**
 * Opens a folder of PNG files of any sizes; sub-folders are classes. Splits depend on what the model
 * sees of each picture, so the same picture is never in two of them, whatever its name or encoding.
 * @throws {DataError} If a file cannot be read, or fewer than 10 pictures differ.
 */
export async function openPictureFolder(
  folder: string,
  options: PictureFolderOptions = {},
): Promise<Dataset> {
  const { size = 32, background = WHITE, log } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`Cannot resize pictures: expected size to be at least 1, got [${size}]`);
  }
  const { classes, files, passedOver } = await listPictures(folder);
  if (passedOver > 0) log?.(`passed over ${passedOver} files of "${folder}" that are not PNG`);
  const pictures = await readAll(folder, files, {
    shape: { height: size, width: size, background },
    options,
  });
  const distinct = new Set(pictures.map(({ hash }) => hash)).size;
  if (distinct < MIN_PICTURES) {
    throw new DataError(
      `Cannot open folder "${folder}": expected at least ${MIN_PICTURES} different pictures, ` +
        `got ${distinct}`,
    );
  }
  const channels = options.channels ?? (pictures.every(({ rgb }) => isGrey(rgb)) ? 1 : 3);
  const parts = splitByContent(pictures.map(({ hash }) => hash));
  const part = (name: Part) =>
    toSplit(pictures.filter((_, at) => parts[at] === name), { channels, size, classes });
  return {
    name: (await Deno.realPath(folder)).split("/").at(-1)!,
    licence: "set by the owner of the pictures",
    source: `a folder of ${files.length} PNG files`,
    ...{ height: size, width: size, channels, classes },
    splits: { train: part("train"), validation: part("validation"), test: part("test") },
  };
}

/** All pictures in the order of their hashes. @throws {DataError} That names the files that are bad. */
async function readAll(
  folder: string,
  files: readonly PictureFile[],
  { shape, options }: { shape: PictureShape; options: PictureFolderOptions },
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const bad: string[] = [];
  for (const [at, { path, label }] of files.entries()) {
    try {
      let rgb = await readPicture(path, shape);
      if (options.channels === 1) rgb = convertChannels(convertChannels(rgb, 1), 3);
      const hash = createHash("sha256").update(rgb.pixels).digest("hex");
      pictures.push({ rgb, label, hash });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      bad.push(`"${path}" (${reasonOf(error)})`);
    }
    options.progress?.({ what: folder, unit: "pictures", done: at + 1, total: files.length });
  }
  if (bad.length > 0) {
    const more = bad.length - BAD_FILES_NAMED;
    throw new DataError(
      `Cannot open folder "${folder}": expected every PNG to be readable, got ` +
        bad.slice(0, BAD_FILES_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : ""),
    );
  }
  return pictures.sort((a, b) => a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.label - b.label);
}

function isGrey({ pixels }: Image): boolean {
  for (let at = 0; at < pixels.length; at += 3) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return false;
  }
  return true;
}

function toSplit(
  pictures: readonly Picture[],
  { channels, size, classes }: { channels: number; size: number; classes: readonly string[] },
): Split {
  const planeSize = size * size;
  const pixels = new Uint8Array(pictures.length * channels * planeSize);
  pictures.forEach(({ rgb }, picture) => {
    for (let channel = 0; channel < channels; channel++) {
      const start = (picture * channels + channel) * planeSize;
      for (let at = 0; at < planeSize; at++) pixels[start + at] = rgb.pixels[3 * at + channel];
    }
  });
  const indices = classes.length === 0 ? [] : pictures.map(({ label }) => label);
  const labels: Labels = classes.length <= 256
    ? Uint8Array.from(indices)
    : Uint16Array.from(indices);
  return pixelSplit(pixels, channels * planeSize, labels);
}
