import type { Assets } from "./bindings.ts";

/** Path of the index among the assets. It does not list itself, so no route serves it. */
export const INDEX_FILE = "models/files.json";

/** Everything to serve, listed when a deployment is built because a Worker cannot list its assets. */
export interface AssetIndex {
  /** Ids, in order. */
  readonly bundles: readonly string[];
  /** Every file to serve, by path. */
  readonly files: Readonly<Record<string, { readonly size: number; readonly etag: string }>>;
}

/** @throws {Error} If the deployment was built without an index. */
export async function readAssetIndex(assets: Assets): Promise<AssetIndex> {
  return await (await fetchAsset(assets, INDEX_FILE)).json();
}

/** A file of the assets. @throws {Error} If it is not there. */
export async function fetchAsset(assets: Assets, path: string): Promise<Response> {
  const reply = await assets.fetch(`https://assets.invalid/${path}`);
  if (reply.status === 200) return reply;
  await reply.body?.cancel();
  throw new Error(`Cannot read asset ${path}: status ${reply.status}`);
}
