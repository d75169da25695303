import { parseCifar } from "./cifar.ts";
import { DataError } from "./data_error.ts";
import { type Dataset, emptySplit, pixelSplit, type Split } from "../../training/data/dataset.ts";
import { checkContent, type FetchOptions, fetchSource, MAX_FILE_BYTES } from "./fetch_source.ts";
import { readGunzipped } from "./gunzip.ts";
import { parseIdx } from "./idx.ts";
import { findFile, type PublicSet, type SplitFiles } from "./public_set.ts";

/** Where a public set lies and whether it may be downloaded. */
export interface PublicSetOptions extends FetchOptions {
  readonly dataDir: string;
  /** False: a missing file is an error. Default true. */
  readonly download?: boolean;
  readonly log?: (line: string) => void;
}

/**
 * Opens a public data set from `dataDir/<name>/`, downloading what is missing. The content of every file
 * is checked, whether it was downloaded now or lay there.
 * @throws {DataError} If a file is missing and cannot be downloaded, or is not the one the set lists.
 */
export async function openPublicSet(set: PublicSet, options: PublicSetOptions): Promise<Dataset> {
  const { name, licence, source, height, width, channels, classes, splits } = set;
  const open = (files: SplitFiles) => openSplit(set, files, options);
  return {
    ...{ name, licence, source, height, width, channels, classes },
    splits: {
      train: await open(splits.train),
      validation: await open(splits.validation),
      test: await open(splits.test),
    },
  };
}

async function openSplit(
  set: PublicSet,
  files: SplitFiles,
  options: PublicSetOptions,
): Promise<Split> {
  if (files.length === 0) return emptySplit();
  const contents: Uint8Array[] = [];
  for (const file of files) contents.push(await readFile(set, file, options));
  return set.format === "cifar" ? cifarSplit(set, files, contents) : idxSplit(set, files, contents);
}

/** The checked content of one file of the set. */
async function readFile(
  set: PublicSet,
  name: string,
  options: PublicSetOptions,
): Promise<Uint8Array> {
  const { file, source } = findFile(set, name);
  const folder = `${options.dataDir}/${set.name}`;
  let path = await findPath(folder, name);
  if (path === undefined) {
    const hint = `put the files of "${set.name}" into "${folder}", or use --data procedural`;
    if (options.download === false) {
      throw new DataError(`Cannot open "${folder}/${name}.gz": expected the file, got none`, {
        hint,
      });
    }
    options.log?.(`downloading ${source.urls[0]}`);
    try {
      await fetchSource({ set, source, folder }, options);
    } catch (error) {
      throw error instanceof DataError ? new DataError(error.message, { hint }) : error;
    }
    path = await findPath(folder, name) ?? `${folder}/${name}`;
  }
  const bytes = await readGunzipped(path, MAX_FILE_BYTES);
  checkContent(bytes, file, path);
  return bytes;
}

async function findPath(folder: string, name: string): Promise<string | undefined> {
  for (const path of [`${folder}/${name}.gz`, `${folder}/${name}`]) {
    try {
      if ((await Deno.stat(path)).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function cifarSplit(set: PublicSet, files: SplitFiles, contents: Uint8Array[]): Split {
  const batches = contents.map((bytes, at) => parseCifar(bytes, files[at], set.classes.length));
  const count = batches.reduce((sum, { labels }) => sum + labels.length, 0);
  const bytesPerImage = set.channels * set.height * set.width;
  const pixels = new Uint8Array(count * bytesPerImage);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const batch of batches) {
    pixels.set(batch.pixels, at * bytesPerImage);
    labels.set(batch.labels, at);
    at += batch.labels.length;
  }
  return pixelSplit(pixels, bytesPerImage, labels);
}

/** Binary sets hold 0 and 1, which become bytes 0 and 255: pixels 0 and 1. */
function idxSplit(set: PublicSet, files: SplitFiles, contents: Uint8Array[]): Split {
  const images = parseIdx(contents[0], files[0]);
  const shape = [images.dims[0], set.height, set.width];
  if (images.dims.join() !== shape.join()) {
    throw new DataError(
      `Cannot use "${files[0]}": expected images to be [${set.height}, ${set.width}], got [${
        images.dims.join(", ")
      }]`,
    );
  }
  const pixels = set.format === "idx-binary"
    ? images.values.map((bit) => bit === 0 ? 0 : 255)
    : images.values;
  const labels = contents.length > 1 ? parseIdx(contents[1], files[1]).values : new Uint8Array(0);
  const wrong = labels.findIndex((label) => label >= set.classes.length);
  if (wrong >= 0 || (contents.length > 1 && labels.length !== shape[0])) {
    throw new DataError(
      `Cannot use "${files[1]}": expected ${shape[0]} labels below ${set.classes.length}, got ` +
        (wrong >= 0 ? `label ${labels[wrong]} at ${wrong}` : `${labels.length} labels`),
    );
  }
  return pixelSplit(pixels, set.height * set.width, labels);
}
