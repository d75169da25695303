/** A file that may be served. */
export interface StoredFile {
  readonly size: number;
  /** Quoted, strong. */
  readonly etag: string;
  /** The bytes from `start` up to but not including `end`; undefined if the file is no longer there. */
  read(start: number, end: number): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** The files of pages and bundles, by their path under `static/` (`models/mnist/manifest.json`). */
export interface FileStore {
  find(path: string): StoredFile | undefined;
}
