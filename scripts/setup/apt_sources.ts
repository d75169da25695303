/** Where apt gets packages from: one stanza of a `.sources` file, or one line of a `.list` file. */
export interface AptSource {
  uris: string[];
  suites: string[];
  components: string[];
  /** Fields to be kept in a source made after this one, by their name in a `.sources` file. */
  kept: Record<string, string>;
}

const KEPT = ["Signed-By", "Trusted", "Architectures"];

/**
 * Reads a `.sources` file (deb822), leaving out source packages and what is not enabled.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const text = "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\n";
 * assertEquals(parseSourcesFile(text)[0].uris, ["http://mirror.example/debian"]);
 * ```
 */
export function parseSourcesFile(text: string): AptSource[] {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return lines.join("\n").split(/\n(?:[ \t]*\n)+/).map(readFields)
    .filter((fields) => words(fields.get("types")).includes("deb"))
    .filter((fields) => !/^(?:no|false|off|0)$/i.test(fields.get("enabled") ?? ""))
    .map((fields) => ({
      uris: words(fields.get("uris")),
      suites: words(fields.get("suites")),
      components: words(fields.get("components")),
      kept: keep((name) => fields.get(name.toLowerCase())),
    }));
}

/** Reads a `.list` file: lines such as `deb [signed-by=/key.gpg] http://mirror.example/debian bookworm main`, discs left out. */
export function parseListFile(text: string): AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = line.match(/^\s*deb\s+(?:\[([^\]]*)\]\s*)?(?!cdrom:)(\S+)\s+(\S+)([^#]*)/);
    if (!match) return [];
    const options = new Map(
      words(match[1]).map((option) => option.split("=", 2) as [string, string]),
    );
    const names: Record<string, string> = { Architectures: "arch" };
    return [{
      uris: [match[2]],
      suites: [match[3]],
      components: words(match[4]),
      kept: keep((name) => options.get(names[name] ?? name.toLowerCase())?.replaceAll(",", " ")),
    }];
  });
}

/** True if one of the sources offers `suite`. */
export function hasSuite(sources: readonly AptSource[], suite: string): boolean {
  return sources.some(({ suites }) => suites.includes(suite));
}

/**
 * The text of a `.sources` file for the backports of a release, from the same place as the release itself.
 * @returns Undefined where no source on the network has the release's main component.
 */
export function backportsSource(
  sources: readonly AptSource[],
  codename: string,
): string | undefined {
  const own = sources.find(({ uris, suites, components }) =>
    suites.includes(codename) && components.includes("main") &&
    uris.some((uri) => !uri.startsWith("cdrom:"))
  );
  if (!own) return undefined;
  const kept = Object.entries(own.kept).map(([name, value]) => `${name}: ${value}`);
  return [
    "Types: deb",
    `URIs: ${own.uris.filter((uri) => !uri.startsWith("cdrom:")).join(" ")}`,
    `Suites: ${codename}-backports`,
    "Components: main",
    ...kept,
    "",
  ].join("\n");
}

function readFields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name = "";
  for (const line of stanza.split("\n")) {
    const match = line.match(/^([A-Za-z-]+):\s*(.*)$/);
    if (match) fields.set(name = match[1].toLowerCase(), match[2].trim());
    // A continued value, such as a key written into the file, keeps its lines.
    else if (name && /^[ \t]/.test(line)) fields.set(name, `${fields.get(name)}\n${line}`);
  }
  return fields;
}

function keep(valueOf: (name: string) => string | undefined): Record<string, string> {
  const entries = KEPT.map((name) => [name, valueOf(name)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => !!entry[1]));
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}
