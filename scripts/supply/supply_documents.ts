import { CommandError } from "../../cli/errors.ts";
import { loadBundleFolder } from "../../serving/deno/bundle_folder.ts";
import { billOfMaterials, type Licences, licencesIn } from "./bill_of_materials.ts";
import { findLicences } from "./find_licences.ts";
import { type Component, takeInventory } from "./inventory.ts";
import { packageLicence } from "./package_licence.ts";
import { type BundleData, type Texts, thirdParty } from "./third_party.ts";

export const BILL = "sbom.cdx.json";
export const NOTICES = "THIRD_PARTY.md";

/**
 * The documents about software of others, as the lock files and `static/` have it now. Needs no network where the
 * packages of what is served are in Deno's cache; of others the committed bill is believed.
 *
 * @param root Folder of the repository. @returns Texts by path.
 * @throws {CommandError} If the licence of something served is not on this machine.
 */
export async function supplyDocuments(root: string): Promise<Map<string, string>> {
  const components = await takeInventory(root);
  const npmCache = await findNpmCache(root);
  const before = await Deno.readTextFile(`${root}/${BILL}`).catch(() => undefined);
  const known: Licences = before === undefined ? new Map() : licencesIn(before, components);
  const licences = await findLicences(components, { npmCache, known });
  const texts = await servedTexts(root, components, npmCache);
  const { name, version, license } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  const notices = thirdParty(components, { licences, texts, data: await bundleData(root) });
  return new Map([
    [BILL, billOfMaterials({ name, version, license }, components, licences)],
    [NOTICES, await formatted(root, notices)],
  ]);
}

async function servedTexts(
  root: string,
  components: readonly Component[],
  npmCache: string,
): Promise<Map<string, Texts>> {
  const all = new Map<string, Texts>();
  for (const { name, version, use, copies } of components) {
    if (use !== "served") continue;
    const id = `${name}@${version}`;
    const texts = new Map((await packageLicence(npmCache, id))?.texts);
    for (const folder of new Set([...copies.keys()].map((path) => path.replace(/\/[^/]*$/, "")))) {
      const text = await Deno.readTextFile(`${root}/${folder}/LICENSE.txt`);
      texts.set(`${folder}/LICENSE.txt`, text.trim());
    }
    if (texts.size === 0) {
      throw new CommandError(
        `Cannot read the licence of ${id}: expected it in Deno's cache, got none`,
        "`deno task check` downloads what the project is built from",
      );
    }
    all.set(id, texts);
  }
  return all;
}

async function bundleData(root: string): Promise<BundleData[]> {
  const bundles = await loadBundleFolder(`${root}/static/models`);
  return bundles.map(({ bundle: { manifest: { id, data } } }) => ({ bundle: id, ...data }));
}

async function findNpmCache(root: string): Promise<string> {
  return JSON.parse(await deno(root, ["info", "--json"])).npmCache;
}

function formatted(root: string, markdown: string): Promise<string> {
  return deno(root, ["fmt", "--ext=md", "-"], markdown);
}

async function deno(root: string, args: string[], input = ""): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const written = writer.write(new TextEncoder().encode(input)).then(() => writer.close());
  const [{ success, stdout, stderr }] = await Promise.all([child.output(), written]);
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(`Cannot run deno ${args[0]}: ${decoder.decode(stderr).trim()}`);
}
