/** A file to serve. */
export interface StoredFile {
  readonly size: number;
  /** Quoted, strong. */
  readonly etag: string;
  /** The bytes in `[start, end)`; undefined if the file has gone. */
  read(start: number, end: number): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** The files of pages and bundles, by their path under `static/` (`models/mnist/manifest.json`). */
export interface FileStore {
  find(path: string): StoredFile | undefined;
}
