import { type AptSource, backportsSource, hasSuite } from "./apt_sources.ts";
import { parseListFile, parseSourcesFile } from "./apt_sources.ts";
import type { Machine } from "./machine.ts";

const SOURCES = "/etc/apt/sources.list.d";

/** The source file that setting up may add. */
export const OWN_SOURCE = `${SOURCES}/tessera-backports.sources`;

/** Every source apt uses on this machine. */
export async function readSources(machine: Machine): Promise<AptSource[]> {
  const paths = ["/etc/apt/sources.list", ...await machine.list(SOURCES)];
  const sources = await Promise.all(paths.map(async (path) => {
    const text = await machine.read(path) ?? "";
    if (path.endsWith(".sources")) return parseSourcesFile(text);
    return path.endsWith(".list") ? parseListFile(text) : [];
  }));
  return sources.flat();
}

/** Versions of a package that apt offers from suites that `wanted` accepts, newest first. */
export async function offeredVersions(machine: Machine, name: string): Promise<Offer[]> {
  const { output } = await machine.run("apt-cache", ["madison", name]);
  return output.split("\n").flatMap((line) => {
    const [package_, version, place] = line.split("|").map((column) => column.trim());
    if (package_ !== name || !place?.endsWith("Packages")) return [];
    return [{ version, suite: place.split(/\s+/)[1]?.split("/")[0] ?? "" }];
  });
}

/** A version of a package and the suite it comes from. */
export interface Offer {
  version: string;
  suite: string;
}

/** The version of an installed package, or undefined. */
export async function installedVersion(
  machine: Machine,
  name: string,
): Promise<string | undefined> {
  const args = ["--show", "--showformat=${db:Status-Status} ${Version}", name];
  const { success, output } = await machine.run("dpkg-query", args);
  return success && output.startsWith("installed ") ? output.split(" ")[1].trim() : undefined;
}

/** The first number of a package's version: 25 of `1:25.0.7-2~bpo12+1`. */
export function majorVersion(version: string): number {
  return Number(version.match(/^(?:\d+:)?(\d+)/)?.[1] ?? NaN);
}

/** Adds the release's backports to apt's sources if no source has them. @returns False where that is impossible. */
export async function addBackports(machine: Machine, codename: string): Promise<boolean> {
  const sources = await readSources(machine);
  if (hasSuite(sources, `${codename}-backports`)) return true;
  const text = backportsSource(sources, codename);
  if (!text) return false;
  await machine.write(OWN_SOURCE, text);
  // Only this source is read: the others were just updated.
  await machine.run("apt-get", [
    ...["update", "-q", "-o", `Dir::Etc::sourcelist=${OWN_SOURCE}`],
    ...["-o", "Dir::Etc::sourceparts=-", "-o", "APT::Get::List-Cleanup=0"],
  ]);
  return true;
}

/** Takes back what `addBackports()` wrote. */
export async function removeBackports(machine: Machine): Promise<void> {
  await machine.remove(OWN_SOURCE);
}

/** Installs packages. @param suite Where newer versions are taken from than apt would take by itself. */
export function install(machine: Machine, packages: readonly string[], suite?: string) {
  const from = suite ? ["-t", suite] : [];
  return machine.run("apt-get", [
    ...["install", "-y", "-q", "--no-install-recommends"],
    ...from,
    ...packages,
  ]);
}
