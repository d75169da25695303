import { type Bundle, loadBundle } from "../../core/bundle/mod.ts";
import { requireServable } from "../../generation/model_budget.ts";
import { type AssetIndex, fetchAsset } from "./asset_index.ts";
import type { Assets } from "./bindings.ts";

/**
 * Loads and verifies the files that models are built from. Other files were verified when the deployment was built and
 * are only passed on.
 *
 * @throws {BundleError} If a bundle is not what its manifest says.
 */
export async function loadAssetBundles(
  assets: Assets,
  { bundles }: AssetIndex,
): Promise<Bundle[]> {
  const loaded: Bundle[] = [];
  for (const id of bundles) {
    const read = async (name: string) => {
      return await (await fetchAsset(assets, `models/${id}/${name}`)).bytes();
    };
    loaded.push(
      await loadBundle(read, {
        id,
        files: "of the models",
        accept: requireServable,
      }),
    );
  }
  return loaded;
}
