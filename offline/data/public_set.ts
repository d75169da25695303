/** An uncompressed file of a public data set: what it must contain, however it was packed. */
export interface PublicFile {
  readonly name: string;
  /** SHA-256 (hex) of the uncompressed content, which mirrors and re-compression keep. */
  readonly sha256: string;
}

/** Something to download: the file itself as gzip, or an archive or text matrix that holds files. */
export interface PublicSource {
  /** Tried in order. */
  readonly urls: readonly string[];
  readonly packing: "gzip" | "tar.gz" | "amat";
  readonly files: readonly PublicFile[];
}

/** Which files hold a split: `[images, labels]` or `[images]` for IDX, batches of records for CIFAR. */
export type SplitFiles = readonly string[];

/** A public data set with official splits. Its files lie in `DATA_DIR/<name>/`, gzipped or not. */
export interface PublicSet {
  readonly name: string;
  readonly licence: string;
  readonly source: string;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly classes: readonly string[];
  readonly format: "idx" | "idx-binary" | "cifar";
  readonly splits: {
    readonly train: SplitFiles;
    readonly validation: SplitFiles;
    readonly test: SplitFiles;
  };
  readonly sources: readonly PublicSource[];
}

/** A file of the set and the source that holds it. @throws {RangeError} If there is none. */
export function findFile(
  set: PublicSet,
  name: string,
): { readonly file: PublicFile; readonly source: PublicSource } {
  for (const source of set.sources) {
    const file = source.files.find((file) => file.name === name);
    if (file !== undefined) return { file, source };
  }
  throw new RangeError(
    `Cannot find "${name}": expected a source of "${set.name}" that lists it, got none`,
  );
}
