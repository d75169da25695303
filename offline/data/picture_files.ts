import { DataError } from "./data_error.ts";

/** A PNG file and its class; 0 where there are no classes. */
export interface PictureFile {
  readonly path: string;
  readonly label: number;
}

/** What a folder of pictures holds. */
export interface PictureFiles {
  /** The sub-folders that hold pictures, sorted; empty where the pictures lie at the top. */
  readonly classes: readonly string[];
  /** Sorted by path. */
  readonly files: readonly PictureFile[];
  /** Files that are not PNG, and links that are broken, lead to a folder or leave the folder. */
  readonly passedOver: number;
}

interface Walk {
  readonly root: string;
  passedOver: number;
}

/**
 * Lists the PNG files of a folder. Sub-folders are classes, searched to any depth; names that start with
 * a dot are ignored. Links to files inside the folder are followed, others are not.
 * @throws {DataError} If there are pictures both at the top and in sub-folders, or none at all.
 */
export async function listPictures(folder: string): Promise<PictureFiles> {
  const walk: Walk = { root: await Deno.realPath(folder), passedOver: 0 };
  const { pictures, folders } = await entriesOf(walk.root, walk);
  const byClass = new Map<string, string[]>();
  for (const name of folders) {
    const inside = await picturesBelow(`${walk.root}/${name}`, walk);
    if (inside.length > 0) byClass.set(name, inside);
  }
  const classes = [...byClass.keys()];
  const inClasses = classes.flatMap((name, label) =>
    byClass.get(name)!.map((path) => ({ path, label }))
  );
  if (pictures.length > 0 && inClasses.length > 0) {
    throw new DataError(
      `Cannot open folder "${folder}": expected all pictures at the top or all in class folders, ` +
        `got ${pictures.length} at the top and ${inClasses.length} in folders`,
    );
  }
  if (pictures.length + inClasses.length === 0) {
    throw new DataError(
      `Cannot open folder "${folder}": expected PNG files, got none` +
        (walk.passedOver > 0 ? `, and ${walk.passedOver} other files` : ""),
    );
  }
  const files = classes.length > 0 ? inClasses : pictures.map((name) => ({
    path: `${walk.root}/${name}`,
    label: 0,
  }));
  return { classes, files, passedOver: walk.passedOver };
}

async function picturesBelow(folder: string, walk: Walk): Promise<string[]> {
  const { pictures, folders } = await entriesOf(folder, walk);
  const paths = pictures.map((name) => `${folder}/${name}`);
  for (const name of folders) paths.push(...await picturesBelow(`${folder}/${name}`, walk));
  return paths;
}

/** The sorted names of the PNG files and of the folders right inside a folder. */
async function entriesOf(
  folder: string,
  walk: Walk,
): Promise<{ pictures: string[]; folders: string[] }> {
  const pictures: string[] = [];
  const folders: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory) folders.push(entry.name);
    else if (await isPicture(`${folder}/${entry.name}`, entry, walk)) pictures.push(entry.name);
    else walk.passedOver++;
  }
  return { pictures: pictures.sort(), folders: folders.sort() };
}

async function isPicture(path: string, entry: Deno.DirEntry, walk: Walk): Promise<boolean> {
  if (!/\.png$/i.test(path)) return false;
  if (!entry.isSymlink) return entry.isFile;
  try {
    const target = await Deno.realPath(path);
    const inside = target.startsWith(`${walk.root}/`);
    return inside && (await Deno.stat(target)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
