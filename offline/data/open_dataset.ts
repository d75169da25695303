import { DataError } from "./data_error.ts";
import type { Dataset } from "../../training/data/dataset.ts";
import { openPictureFolder, type PictureFolderOptions } from "./picture_folder.ts";
import { openPublicSet, type PublicSetOptions } from "./open_public_set.ts";
import { proceduralDataset } from "../../training/data/procedural.ts";
import { PUBLIC_SETS } from "./public_sets.ts";

/** Where data sets lie and what images must look like. */
export type OpenDatasetOptions = PublicSetOptions & PictureFolderOptions;

/** The names that are not folders. */
export const DATASET_NAMES: readonly string[] = [...PUBLIC_SETS.keys(), "procedural"];

/**
 * Opens a data set by name; any other name is a folder of PNG files.
 * @param name One of `DATASET_NAMES`, or a path.
 * @param options.size For folders and the procedural set; public sets have a size of their own.
 * @throws {DataError} If there is no such set or folder, a file of it is missing or corrupt, or its
 * images are not of the wanted size and channels.
 */
export async function openDataset(name: string, options: OpenDatasetOptions): Promise<Dataset> {
  const dataset = await openByName(name, options);
  const { height, width, channels } = dataset;
  const wanted = { size: options.size ?? height, channels: options.channels ?? channels };
  if (height !== wanted.size || width !== wanted.size || channels !== wanted.channels) {
    throw new DataError(
      `Cannot open data set "${name}": expected its images to be [${wanted.channels}, ` +
        `${wanted.size}, ${wanted.size}], got [${channels}, ${height}, ${width}]`,
    );
  }
  return dataset;
}

async function openByName(name: string, options: OpenDatasetOptions): Promise<Dataset> {
  const publicSet = PUBLIC_SETS.get(name);
  if (publicSet !== undefined) return await openPublicSet(publicSet, options);
  if (name === "procedural") return proceduralDataset({ size: options.size });
  if (await isFolder(name)) return await openPictureFolder(name, options);
  throw new DataError(
    `Cannot open data set "${name}": expected ${DATASET_NAMES.join(", ")} or a folder, got neither`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}
