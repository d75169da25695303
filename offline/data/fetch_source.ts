import { createHash } from "node:crypto";
import { amatToIdx } from "./amat.ts";
import { writeAtomically } from "../files/atomic_write.ts";
import { writing } from "../files/write_error.ts";
import { DataError } from "./data_error.ts";
import { download, type DownloadOptions } from "./download.ts";
import { readGunzipped } from "./gunzip.ts";
import type { PublicFile, PublicSet, PublicSource } from "./public_set.ts";
import { parseTar } from "./tar.ts";

/** No file of a public set, archive or member, is larger; more is a wrong file, or a bomb. */
export const MAX_FILE_BYTES = 200_000_000;

/** How a source is fetched: the network part of `DownloadOptions`. */
export type FetchOptions = Pick<
  DownloadOptions,
  "fetch" | "progress" | "attempts" | "retryDelayMs" | "stallMs"
>;

/**
 * Downloads a source into `folder`, so that each of its files lies there under its name, or its name and
 * `.gz`, whole and checked.
 * @throws {DataError} If it cannot be received or its content is not what the set lists.
 * @throws {WriteError} If the disk is full.
 */
export async function fetchSource(
  { set, source, folder }: { set: PublicSet; source: PublicSource; folder: string },
  options: FetchOptions,
): Promise<void> {
  await writing(folder, () => Deno.mkdir(folder, { recursive: true }));
  const { urls, packing, files } = source;
  const maxBytes = MAX_FILE_BYTES;
  const archive = `${folder}/${urls[0].slice(urls[0].lastIndexOf("/") + 1)}`;
  const unpacked = (path: string) => unpack(path, { set, source });
  if (packing === "gzip") {
    const check = async (part: string) => void await unpacked(part);
    await download({ ...options, urls, path: `${folder}/${files[0].name}.gz`, maxBytes, check });
    return;
  }
  let contents = new Map<string, Uint8Array>();
  const check = async (part: string) => void (contents = await unpacked(part));
  await download({ ...options, urls, path: archive, maxBytes, check });
  for (const [name, bytes] of contents) await writeAtomically(`${folder}/${name}`, bytes);
  await Deno.remove(archive);
}

/** @throws {DataError} If the content is not the one the set lists. */
export function checkContent(bytes: Uint8Array, file: PublicFile, path: string): void {
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== file.sha256) {
    throw new DataError(
      `Cannot use "${path}": expected the sha256 of its content to be ${file.sha256}, got ${actual}`,
    );
  }
}

/** The checked files of a downloaded source. */
async function unpack(
  path: string,
  { set, source }: { set: PublicSet; source: PublicSource },
): Promise<Map<string, Uint8Array>> {
  const { packing, files } = source;
  const content = await readGunzipped(path, MAX_FILE_BYTES);
  const contents = new Map<string, Uint8Array>();
  if (packing === "tar.gz") {
    const members = parseTar(content, path);
    for (const { name } of files) {
      const member = members.get(name);
      if (member === undefined) {
        throw new DataError(`Cannot use "${path}": expected "${name}" in it, got no such file`);
      }
      contents.set(name, member);
    }
  } else if (packing === "amat") {
    const { height, width } = set;
    contents.set(files[0].name, amatToIdx(content, { name: path, height, width }));
  } else {
    contents.set(files[0].name, content);
  }
  for (const file of files) checkContent(contents.get(file.name)!, file, path);
  return contents;
}
