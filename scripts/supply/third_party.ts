import type { Licences } from "./bill_of_materials.ts";
import type { Component, Use } from "./inventory.ts";

/** Licence and notice files of a package, by name. */
export type Texts = ReadonlyMap<string, string>;

/** Data of others that a bundle in the repository was trained on. */
export interface BundleData {
  readonly bundle: string;
  readonly name: string;
  readonly licence: string;
  readonly source: string;
}

const INTRODUCTION = `# Software and data of others

Made by \`deno task licences\` from the lock files and the packages' own files; \`deno task check\` compares.
\`sbom.cdx.json\` is the same inventory as a CycloneDX bill of materials, with the hash of each package.
Tessera itself is under the [MIT licence](LICENSE).
`;

/** Packages that only other systems download. */
const UNREAD = "as their packages say (for other systems than this list was made on)";

/** The text of THIRD_PARTY.md. @param texts By `name@version`, of all that is served. */
export function thirdParty(
  components: readonly Component[],
  { licences, texts, data }: {
    licences: Licences;
    texts: ReadonlyMap<string, Texts>;
    data: readonly BundleData[];
  },
): string {
  const served = components.filter(({ use }) => use === "served");
  return [
    INTRODUCTION,
    "## What is served",
    "",
    "| package | licence | where |",
    "| --- | --- | --- |",
    ...served.map((it) => `| ${it.name} ${it.version} | ${licenceOf(it, licences)} | ${it.part} |`),
    "",
    "ONNX Runtime's WebAssembly is compiled from further projects, which",
    "[its own notices](https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt) list.",
    "",
    "| bundle | trained on | by | licence of the data |",
    "| --- | --- | --- | --- |",
    ...data.map((it) => `| ${it.bundle} | ${it.name} | ${it.source} | ${it.licence} |`),
    "",
    "## What tests, benchmarks and builds use",
    "",
    ...listOf(components, "developed with", licences),
    "",
    "## What `deno task worker` and `deploy:cloudflare` use",
    "",
    ...listOf(components, "deployed with", licences),
    "",
    "## Licences of what is served",
    ...served.flatMap(({ name, version }) => [
      "",
      `### ${name} ${version}`,
      ...[...texts.get(`${name}@${version}`)!].flatMap(([file, text]) => [
        "",
        `${file}:`,
        "",
        "````text",
        text,
        "````",
      ]),
    ]),
    "",
  ].join("\n");
}

/** Packages by licence, one line each. */
function listOf(components: readonly Component[], use: Use, licences: Licences): string[] {
  const byLicence = new Map<string, string[]>();
  for (const component of components.filter((it) => it.use === use)) {
    const licence = licenceOf(component, licences);
    const packages = byLicence.get(licence) ?? [];
    byLicence.set(licence, [...packages, `${component.name} ${component.version}`]);
  }
  const sorted = [...byLicence].sort(([a], [b]) => a < b ? -1 : 1);
  return sorted.map(([licence, packages]) => `- ${licence}: ${packages.join(", ")}`);
}

function licenceOf({ name, version }: Component, licences: Licences): string {
  return licences.get(`${name}@${version}`) ?? UNREAD;
}
