import type { Licences } from "./bill_of_materials.ts";
import type { Component } from "./inventory.ts";
import { packageLicence } from "./package_licence.ts";

/**
 * Finds the licences: the known ones, others in what Deno has downloaded.
 *
 * @param known Of packages with the same content, so that they need not be downloaded.
 * @returns By `name@version`; without packages that are in neither, as those for other systems.
 */
export async function findLicences(
  components: readonly Component[],
  { npmCache, known }: { npmCache: string; known: Licences },
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { name, version } of components) {
    const id = `${name}@${version}`;
    const licence = known.get(id) ?? (await packageLicence(npmCache, id))?.expression;
    if (licence !== undefined) found.set(id, licence);
  }
  return found;
}
