import type { Component } from "./inventory.ts";

/** The project itself. */
export interface Project {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** A licence in a bill of materials: SPDX's, or an expression of several. */
type Licence = { license: { id: string } | { name: string } } | { expression: string };

/** What of a bill is read again. */
interface Bill {
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly hashes: readonly { readonly content: string }[];
    readonly licenses?: readonly Licence[];
  }[];
}

/** Licences by `name@version`. */
export type Licences = ReadonlyMap<string, string>;

/**
 * A bill of materials in CycloneDX 1.6, the same for the same inventory: no time, no random number.
 * What is not served has scope `excluded`. Source: https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(
  project: Project,
  components: readonly Component[],
  licences: Licences,
): string {
  const self = `${project.name}@${project.version}`;
  const direct = components.filter(({ use }) => use === "served").map(refOf);
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        name: project.name,
        version: project.version,
        licenses: licenceOf(project.license),
      },
    },
    components: components.map((component) => {
      const { name, version, integrity, use, part, copies } = component;
      const [, scope, plain] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name)!;
      const licence = licences.get(`${name}@${version}`);
      return {
        type: "library",
        "bom-ref": refOf(component),
        ...scope && { group: scope },
        name: plain,
        version,
        scope: use === "served" ? "required" : "excluded",
        hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
        ...licence && { licenses: licenceOf(licence) },
        purl: refOf(component),
        properties: [
          { name: "tessera:use", value: use },
          ...part === undefined ? [] : [{ name: "tessera:part", value: part }],
        ],
        ...copies.size > 0 && {
          components: [...copies].map(([path, sha256]) => ({
            type: "file",
            "bom-ref": path,
            name: path,
            hashes: [{ alg: "SHA-256", content: sha256 }],
          })),
        },
      };
    }),
    dependencies: [
      { ref: self, dependsOn: direct },
      ...components.map((component) => ({
        ref: refOf(component),
        dependsOn: component.dependencies.map(purlOf),
      })),
    ],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/**
 * The licences that a bill names, for packages with the same content. @param text A bill.
 * @returns By `name@version`.
 */
export function licencesIn(text: string, components: readonly Component[]): Map<string, string> {
  const { components: billed }: Bill = JSON.parse(text);
  const byRef = new Map(billed.map((it) => [it["bom-ref"], it]));
  const licences = new Map<string, string>();
  for (const component of components) {
    const known = byRef.get(refOf(component));
    const [licence] = known?.licenses ?? [];
    if (!known || !licence || known.hashes[0].content !== hexOf(component.integrity)) continue;
    const words = "expression" in licence ? licence.expression : undefined;
    const name = "license" in licence ? Object.values(licence.license)[0] : words!;
    licences.set(`${component.name}@${component.version}`, name);
  }
  return licences;
}

function licenceOf(expression: string): Licence[] {
  if (/ (OR|AND|WITH) /.test(expression)) return [{ expression }];
  const isId = /^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(expression);
  return [{ license: isId ? { id: expression } : { name: expression } }];
}

function refOf({ name, version }: Component): string {
  return purlOf(`${name}@${version}`);
}

/** The address of a package. Source: https://github.com/package-url/purl-spec */
function purlOf(identity: string): string {
  return `pkg:npm/${identity.replace(/^@/, "%40")}`;
}

function hexOf(integrity: string): string {
  const bytes = atob(integrity.replace(/^sha512-/, ""));
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
