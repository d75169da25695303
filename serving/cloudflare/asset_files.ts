import type { FileStore, StoredFile } from "../../routes/file_store.ts";
import { type AssetIndex, fetchAsset } from "./asset_index.ts";
import type { Assets } from "./bindings.ts";

/** The only kind of stream that a Worker sends with `Content-Length`. */
declare const FixedLengthStream: new (
  length: number,
) => TransformStream<Uint8Array, Uint8Array>;

/** The files of a Worker's assets. */
export class AssetFiles implements FileStore {
  constructor(readonly assets: Assets, readonly files: AssetIndex["files"]) {}

  find(path: string): StoredFile | undefined {
    if (!Object.hasOwn(this.files, path)) return undefined;
    const { size, etag } = this.files[path];
    return {
      size,
      etag,
      read: async (start, end) => {
        const { body } = await fetchAsset(this.assets, path);
        const whole = body as ReadableStream<Uint8Array>;
        const part = start === 0 && end === size ? whole : whole.pipeThrough(sliceOf(start, end));
        return part.pipeThrough(new FixedLengthStream(end - start));
      },
    };
  }
}

/** Passes on the bytes in `[start, end)`. */
function sliceOf(start: number, end: number): TransformStream<Uint8Array, Uint8Array> {
  let offset = 0;
  return new TransformStream({
    transform(chunk, controller) {
      const part = chunk.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
      offset += chunk.length;
      if (part.length > 0) controller.enqueue(part);
      if (offset >= end) controller.terminate();
    },
  });
}
